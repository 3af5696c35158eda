"""Every test of jupyter_kernel_test, with samples for Java. None may be skipped."""

import jupyter_kernel_test

import report


class Suite(jupyter_kernel_test.KernelTests):
    kernel_name = "engram-test"
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": "Math.absE", "matches": ["absExact("]},
        {"text": "System.ou", "matches": ["out"]},
        {"text": "int x = 1;\nStri"},
    ]
    complete_code_samples = [
        "1 + 1",
        "int x = 1;",
        "for (int i = 0; i < 3; i++) { System.out.print(i); }",
        "int f(int a) { return a; }\nf(3)",
        "undeclared + 1",
        "// only a comment",
        "%engram --help",
    ]
    incomplete_code_samples = ["int f(int a) {", "for (int i = 0; i < 3; i++)", '"""\n  text', "/* open", "(1 +"]
    invalid_code_samples = ["int = 5 5;", "1 +* 2;", ") x"]
    code_page_something = 'page("a text for the pager");'
    code_generate_error = 'throw new IllegalStateException("on purpose");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"ab".repeat(2)', "result": "abab"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
        {"code": "6 * 7", "result": "42"},
    ]
    code_display_data = [
        {"code": 'display("text")', "mime": "text/plain"},
        {"code": 'display("<b>x</b>", "text/html")', "mime": "text/html"},
    ]
    code_history_pattern = "6 * ?"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.abs"
    code_clear_output = "clearOutput();"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "engram-test"
    support_iopub_welcome = True


# The base classes themselves are not tests of this kernel.
del jupyter_kernel_test.KernelTests, jupyter_kernel_test.IopubWelcomeTests

if __name__ == "__main__":
    report.main()
