"""What Jupyter's protocol asks, beyond the samples of jupyter_kernel_test."""

import time

import report
from cells import CellTests


class Output(CellTests):
    def test_streams_come_while_the_cell_runs(self):
        sent = self.send("for (int i = 0; i < 3; i++) { System.out.println(i); Thread.sleep(400); }")
        times = []
        while len(times) < 3:
            message = self.kc.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == sent and message["msg_type"] == "stream":
                times.append(time.time())
        self.collect(sent)
        self.assertGreater(times[2] - times[0], 0.3)

    def test_order_of_streams_and_displays(self):
        result = self.ok('System.out.print("a"); display("b"); System.err.print("c"); System.out.print("d");')
        kinds = [m["msg_type"] for m in result.messages if m["msg_type"] in ("stream", "display_data")]
        self.assertEqual(["stream", "display_data", "stream", "stream"], kinds)

    def test_much_output_arrives_whole(self):
        result = self.ok("for (int i = 0; i < 200_000; i++) System.out.println(i);")
        self.assertEqual("".join(f"{i}\n" for i in range(200_000)), result.text())

    def test_characters_outside_of_ascii(self):
        self.assertEqual("héé 漢字 😀\n" * 3, self.ok('System.out.print("héé 漢字 😀\\n".repeat(3));').text())
        self.assertEqual("😀", self.ok('"😀"').value())

    def test_single_bytes_of_a_character(self):
        self.assertEqual("é", self.ok("System.out.write(0xC3); System.out.flush(); Thread.sleep(60);"
                                     " System.out.write(0xA9); System.out.flush();").text())

    def test_late_output_of_a_thread_reaches_its_cell(self):
        sent = self.send(
            'Thread.ofPlatform().start(() -> { try { Thread.sleep(500); } catch (InterruptedException e) { }'
            ' System.out.print("late"); display("late too"); });'
        )
        self.collect(sent)
        self.send("int between = 1;")
        self.assertEqual("late", self.late(sent, "stream")["text"])
        self.assertEqual("late too", self.late(sent, "display_data")["data"]["text/plain"])

    def test_late_output_of_a_virtual_thread(self):
        sent = self.send(
            "Thread.startVirtualThread(() -> { try { Thread.sleep(500); } catch (InterruptedException e) { }"
            ' System.out.print("late"); });'
        )
        self.collect(sent)
        self.send("int between = 1;")
        self.assertEqual("late", self.late(sent, "stream")["text"])

    def test_parallel_streams_print_into_the_cell_that_runs(self):
        for _ in range(2):
            result = self.ok("IntStream.range(0, 50).parallel().forEach(i -> System.out.println(i));")
            self.assertEqual(sorted(map(str, range(50))), sorted(result.text().split()))

    def test_updates_from_a_thread(self):
        sent = self.send(
            'String id = display("0");\n'
            "Thread.ofPlatform().start(() -> { for (int i = 1; i <= 3; i++) updateDisplay(id, i); }).join();"
        )
        result = self.collect(sent)
        shown = result.of("display_data")[0]["transient"]["display_id"]
        updates = result.of("update_display_data")
        self.assertEqual(["1", "2", "3"], [u["data"]["text/plain"] for u in updates])
        self.assertEqual({shown}, {u["transient"]["display_id"] for u in updates})

    def test_clear_output(self):
        result = self.ok('System.out.print("x"); clearOutput(true); System.out.print("y");')
        self.assertEqual([{"wait": True}], result.of("clear_output"))


class Input(CellTests):
    def test_lines(self):
        sent = self.send('var in = new Scanner(System.in); in.nextLine() + "|" + in.nextLine()', allow_stdin=True)
        for line in ("first", "zweite ü"):
            self.kc.get_stdin_msg(timeout=30)
            self.kc.input(line)
        self.assertEqual("first|zweite ü", self.collect(sent).value())

    def test_prompt_and_password(self):
        sent = self.send('input("name? ") + password("secret? ")', allow_stdin=True)
        question = self.kc.get_stdin_msg(timeout=30)["content"]
        self.assertEqual({"prompt": "name? ", "password": False}, question)
        self.kc.input("a")
        question = self.kc.get_stdin_msg(timeout=30)["content"]
        self.assertEqual({"prompt": "secret? ", "password": True}, question)
        self.kc.input("b")
        self.assertEqual("ab", self.collect(sent).value())

    def test_client_without_stdin(self):
        result = self.run_cell('input("name? ")', allow_stdin=False)
        self.assertEqual("error", result.status)
        self.assertIn("does not answer", result.trace())


class Requests(CellTests):
    def test_silent(self):
        before = self.ok("1").reply["execution_count"]
        result = self.ok('System.out.println("x"); 5', silent=True)
        self.assertEqual([], [m["msg_type"] for m in result.messages if m["msg_type"] != "status"])
        self.assertEqual(before + 1, self.ok("1").reply["execution_count"])

    def test_without_history(self):
        before = self.ok("1").reply["execution_count"]
        self.assertEqual("6", self.ok("2 * 3", store_history=False).value())
        self.assertEqual(before + 1, self.ok("1").reply["execution_count"])
        sent = self.kc.history(hist_access_type="tail", n=2)
        cells = [h[2] for h in self.ask(sent)["history"]]
        self.assertNotIn("2 * 3", cells)

    def test_user_expressions(self):
        result = self.ok("int seven = 7;", user_expressions={"a": "seven + 1", "b": "nothing_here"})
        expressions = result.reply["user_expressions"]
        self.assertEqual({"text/plain": "8"}, expressions["a"]["data"])
        self.assertEqual("error", expressions["b"]["status"])

    def test_waiting_cells_after_an_error(self):
        sent = [self.send(code) for code in ("throw new RuntimeException();", "int a1 = 1;", "int a2 = 1;")]
        states = [self.reply(s)["content"]["status"] for s in sent]
        self.assertEqual(["error", "aborted", "aborted"], states)
        self.assertEqual("3", self.ok("3").value())

    def test_waiting_cells_after_an_error_that_does_not_stop(self):
        sent = [self.send(code, stop_on_error=False) for code in ("throw new RuntimeException();", "int a1 = 1;")]
        self.assertEqual(["error", "ok"], [self.reply(s)["content"]["status"] for s in sent])

    def test_completion_in_the_middle_of_a_cell(self):
        code = "String s😀 = \"😀\"; Math.sqr; int y = 2;".replace("s😀", "s")
        at = code.index("sqr") + 3
        sent = self.kc.complete(code, at)
        content = self.ask(sent)
        self.assertEqual(["sqrt("], content["matches"])
        self.assertEqual("sqr", code[content["cursor_start"]:content["cursor_end"]])

    def test_completion_of_variables(self):
        self.ok("int remarkable = 1;")
        sent = self.kc.complete("remark")
        self.assertEqual(["remarkable"], self.ask(sent)["matches"])

    def test_inspection_of_what_cells_declare(self):
        self.ok("int area(int width, int height) { return width * height; }")
        sent = self.kc.inspect("area", 4)
        content = self.ask(sent)
        self.assertIn("int area(int width, int height)", content["data"]["text/plain"])
        sent = self.kc.inspect("nothingOfThatName", 3)
        self.assertFalse(self.ask(sent)["found"])

    def test_inspection_of_a_type(self):
        sent = self.kc.inspect("ArrayList<String> names;", 4)
        self.assertIn("ArrayList", self.ask(sent)["data"]["text/plain"])

    def test_comm_info(self):
        sent = self.kc.comm_info()
        self.assertEqual({}, self.ask(sent)["comms"])

    def test_comms_that_nobody_knows_are_closed(self):
        message = self.kc.session.msg("comm_open", {"comm_id": "1", "target_name": "none", "data": {}})
        self.kc.shell_channel.send(message)
        while True:
            answer = self.kc.get_iopub_msg(timeout=30)
            if answer["msg_type"] == "comm_close":
                break
        self.assertEqual("1", answer["content"]["comm_id"])

    def test_wrong_signatures_are_ignored(self):
        key = self.kc.session.key
        try:
            self.kc.session.key = b"wrong"
            self.kc.kernel_info()
        finally:
            self.kc.session.key = key
        self.assertEqual("3", self.ok("3").value())

    def test_kernel_info_while_a_cell_runs(self):
        sent = self.send("Thread.sleep(1500);")
        time.sleep(0.3)
        start = time.time()
        control = self.kc.session.msg("kernel_info_request")
        self.kc.control_channel.send(control)
        self.kc.get_control_msg(timeout=30)
        self.assertLess(time.time() - start, 1)
        self.collect(sent)


class Errors(CellTests):
    def test_compile_error_has_line_and_caret(self):
        lines = self.run_cell("int a = 1;\nint b = misspelt + a;").reply["traceback"]
        self.assertRegex(lines[0], r"^Cell\[\d+\]:2: error: cannot find symbol")
        self.assertEqual("int b = misspelt + a;", lines[1])
        self.assertEqual("        ^^^^^^^^", lines[2])

    def test_nothing_runs_of_a_cell_with_a_syntax_error(self):
        result = self.run_cell('System.out.println("ran");\nint x = ;')
        self.assertEqual("error", result.status)
        self.assertEqual("", result.text())

    def test_trace_names_cells_only(self):
        self.ok("int half(int x) {\n  return 1 / x;\n}")
        result = self.run_cell("int y = 0;\nhalf(y)")
        self.assertEqual("java.lang.ArithmeticException", result.reply["ename"])
        frames = [l.strip() for l in result.reply["traceback"][1:]]
        self.assertRegex(frames[0], r"^at half\(Cell\[\d+\]:2\)$")
        self.assertRegex(frames[1], r"^at Cell\[\d+\]:2$")
        self.assertEqual(2, len(frames), frames)

    def test_system_exit_ends_the_cell_only(self):
        result = self.run_cell("System.exit(3);")
        self.assertEqual("SystemExit", result.reply["ename"])
        self.assertEqual("3", self.ok("3").value())

    def test_a_lost_variable_is_told(self):
        self.ok("record Point(int x) {}\nvar origin = new Point(0);")
        self.assertIn("'origin' lost its value", self.ok("record Point(int x, int y) {}").text("stderr"))

    def test_missing_names_are_told_at_the_end_of_the_cell(self):
        self.assertIn("cannot be used until", self.ok("int uses() { return lacking(); }").text("stderr"))
        sealed = "sealed interface Shape permits Disc {}\nrecord Disc(int r) implements Shape {}"
        self.assertEqual("", self.ok(sealed).text("stderr"))

    def test_stack_overflow_and_memory(self):
        self.ok("int endless(int x) { return 1 + endless(x); }")
        self.assertEqual("java.lang.StackOverflowError", self.run_cell("endless(1)").reply["ename"])
        result = self.run_cell("var all = new ArrayList<long[]>(); while (true) all.add(new long[50_000_000]);")
        self.assertEqual("java.lang.OutOfMemoryError", result.reply["ename"])
        self.ok("all = null; System.gc();")


class Values(CellTests):
    def test_what_is_shown(self):
        for code, shown in (
            ("1 + 1", "2"),
            ("1 + 1;", "2"),
            ("int q = 5;", None),
            ("q", "5"),
            ("q = 6", None),
            ("q++", "6"),
            ("boolean t = true; t ? 1 : 2.0", "1.0"),
            ("null", None),
            ("System.out.println();", None),
            ('List.of("a").get(0)', "a"),
            ("new int[0].length", "0"),
            ("switch (q) { case 7 -> 1; default -> 2.5; }", "1.0"),
            ("// nothing", None),
            ("", None),
            ("{ int local = 1; }", None),
            ("Stream.of(3, 1, 2).sorted().toList() // tail", "[1, 2, 3]"),
        ):
            with self.subTest(code=code):
                self.assertEqual(shown, self.ok(code).value())

    def test_types_of_the_cell(self):
        self.ok("class Dog {} class Cat {}\nboolean b = true;")
        self.assertIn("Dog", self.ok("b ? new Dog() : new Cat()").value())

    def test_vectors_and_preview(self):
        self.assertEqual("true", self.ok("import jdk.incubator.vector.*;\n"
                                         "FloatVector.SPECIES_PREFERRED.length() > 0").value())
        self.assertEqual("int", self.ok('Object o = 4; switch (o) { case int i -> "int"; default -> "other"; }').value())

    def test_context_class_loader(self):
        self.ok("class Mine {}")
        self.assertEqual("true", self.ok("Class.forName(new Mine().getClass().getName(), true,"
                                         " Thread.currentThread().getContextClassLoader()) == Mine.class").value())

    def test_thread_local_state_lives_on(self):
        self.ok("var state = new ThreadLocal<String>(); state.set(\"kept\");")
        self.assertEqual("kept", self.ok("state.get()").value())

    def test_parameters_as_papermill_injects_them(self):
        self.ok('int count = 1;\nString name = "a";')
        self.ok('count = 5;\nname = "b";')
        self.assertEqual("b5", self.ok("name + count").value())


if __name__ == "__main__":
    report.main()
