"""Magics in the real kernel: what they give, show and refuse."""

import os
import tempfile

import report
from cells import CellTests

JAVA = """class Commas {
    /** Removes every comma of a text. */
    static String without(String text) { return text.replace(",", ""); }
}
"""


class Magics(CellTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = tempfile.mkdtemp()
        os.makedirs(os.path.join(cls.folder, "code"))
        with open(os.path.join(cls.folder, "code", "Commas.java"), "w") as file:
            file.write(JAVA)

    def fails(self, code, *parts):
        result = self.run_cell(code)
        self.assertEqual("error", result.status)
        trace = result.trace()
        for part in parts:
            self.assertIn(part, trace)
        self.assertNotIn("\tat ", trace)
        self.assertNotIn("    at ", trace)
        self.assertLessEqual(len(trace.splitlines()), 2, trace)

    def matches(self, code_with_bar):
        position = code_with_bar.index("|")
        code = code_with_bar.replace("|", "")
        return self.ask(self.kc.complete(code, position))["matches"]

    def test_a_value_is_typed_and_an_assignment_is_silent(self):
        result = self.ok("var about = %about;")
        self.assertEqual([], [m["msg_type"] for m in result.messages if m["msg_type"] != "execute_input"
                              and m["msg_type"] != "status"])
        self.assertEqual("true", self.ok("about.processors() > 0").value())
        self.assertIn("<table>", self.ok("about").value("text/html"))

    def test_after_blank_and_comment_lines(self):
        self.assertIn('"workbench"', self.ok("\n// remark\n\n%about --json").value())
        self.assertIn('"workbench"', self.ok("\n// remark\n\n%%about --json\nbody").value())

    def test_java_is_left_alone(self):
        self.assertEqual("2", self.ok("int total = 5, about2 = 3;\nint rest = total\n% about2;\nrest").value())
        self.assertEqual("%about\n%s", self.ok('String text = """\n    %about\n    %s""";\ntext').value())

    def test_in_blocks_and_methods(self):
        code = 'int times() {\n  %about -q\n  var about = %about;\n  return about.processors();\n}\ntimes() > 0'
        self.assertEqual("true", self.ok(code).value())

    def test_out_and_interpolation(self):
        self.assertEqual("true", self.ok("%about --out named\nnamed.processors() > 0").value())
        engram = os.path.join(self.folder, "named.engram")
        self.ok('record Place(String engram, String code) {}\nvar place = new Place("%s", "%s");'
                % (engram, os.path.join(self.folder, "code")))
        self.ok("%engram ingest --interpolate {place.code()} -e {place.engram()}")
        self.assertTrue(os.path.isdir(engram))

    def test_an_engram_is_made_and_searched(self):
        engram = os.path.join(self.folder, "code.engram")
        self.ok("%engram ingest " + os.path.join(self.folder, "code") + " -e " + engram)
        hits = self.ok("var hits = %engram query -e " + engram + " 'remove the comma';\n"
                       "hits.hits().getFirst().path()")
        self.assertEqual("Commas.java", hits.value())
        self.assertIn("Commas.java", self.ok("%%engram -k 1 -e " + engram + "\nremove\nthe comma\n").value())

    def test_a_large_body(self):
        result = self.run_cell("%%about --json\n" + "x" * 300_000)
        self.assertEqual("ok", result.status, result.trace()[:300])

    def test_mistakes_are_one_or_two_lines(self):
        self.fails("%abuot", "unknown magic %abuot", "%about")
        self.fails("%%engrm\nx", "unknown magic %%engrm", "%%engram")
        self.fails("%engram lst", "unknown command 'lst'", "did you mean 'list'?")
        self.fails("%about --jsn", "unknown option '--jsn'", "did you mean '--json'?")
        self.fails("%engram query -e none.engram x", "no engram at")
        self.fails("%classpath none.jar", "no such file or folder")
        self.fails("%maven nonsense", "is not group:artifact:version")
        self.fails("%load none", "no such file")
        self.assertEqual("2", self.ok("1 + 1").value())

    def test_trace_shows_the_trace(self):
        result = self.run_cell("%about --jsn --trace")
        self.assertEqual("error", result.status)
        self.assertGreater(len(result.trace().splitlines()), 3)

    def test_the_rest_of_a_failed_cell_does_not_run(self):
        self.run_cell("%about --jsn\nint never = 1;")
        self.assertEqual("error", self.run_cell("never").status)

    def test_help(self):
        shown = self.ok("%engram").of("display_data")[0]["data"]["text/plain"]
        self.assertTrue(shown.startswith("Usage: %engram"), shown)
        shown = self.ok("%load --help").of("display_data")[0]["data"]["text/plain"]
        self.assertTrue(shown.startswith("%load FILE"), shown)

    def test_time(self):
        result = self.ok('var n = %time Integer.parseInt("5");\nn + 1')
        self.assertEqual("6", result.value())
        self.assertIn("wall time", result.text())
        body = self.ok("%%time\nint timed = 20;\ntimed * 2")
        self.assertEqual("40", body.value())
        self.assertIn("wall time", body.text())
        self.assertEqual("20", self.ok("timed").value())

    def test_load_runs_a_file_in_the_session(self):
        path = os.path.join(self.folder, "helpers.jsh")
        with open(path, "w") as file:
            file.write("int helper() { return 7; }\nvar loaded = %about;\n")
        self.ok("%load " + path)
        self.assertEqual("7", self.ok("helper()").value())
        self.assertEqual("true", self.ok("loaded.processors() > 0").value())

    def test_maven_adds_to_the_class_path(self):
        # The build itself needs this artifact, so it is in the local repository.
        self.ok("%maven org.jspecify:jspecify:1.0.0")
        self.assertEqual("Nullable", self.ok("org.jspecify.annotations.Nullable.class.getSimpleName()").value())

    def test_completion_and_help_at_the_cursor(self):
        self.assertIn("engram", self.matches("var x = %eng|"))
        self.assertIn("engram", self.matches("// remark\n%%eng|"))
        self.assertIn("query", self.matches("%engram qu|"))
        self.assertIn("--top-k", self.matches("%engram query --|"))
        self.assertIn("Q8_0", self.matches("%model quantize default -t Q8|"))
        self.assertIn(self.folder + "/code/", self.matches("%engram ingest " + self.folder + "/cod|"))
        reply = self.ask(self.kc.inspect("%engram query x", 10))
        self.assertTrue(reply["found"])
        self.assertTrue(reply["data"]["text/plain"].startswith("Usage: %engram query"))


if __name__ == "__main__":
    report.main()
