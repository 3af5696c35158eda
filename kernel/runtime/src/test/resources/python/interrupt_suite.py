"""Interrupts of each kind: the prompt comes back and the next cell is clean."""

import time

import report
from cells import CellTests


class Interrupts(CellTests):
    def setUp(self):
        self.ok("1 + 1")

    def test_sleep(self):
        self.interrupted("Thread.sleep(60_000);")

    def test_busy_loop(self):
        self.interrupted("long n = 0; while (true) { n++; }")

    def test_busy_loop_of_a_method(self):
        self.ok("int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }")
        self.interrupted("fib(60)")

    def test_counted_loop(self):
        self.interrupted(
            "long s = 0; for (int i = 0; i < 100000; i++) { for (int j = 0; j < 2_000_000_000; j++) { s += j ^ i; } } s"
        )

    def test_print_loop(self):
        result = self.interrupted('int i = 0; while (true) { System.out.println(i++ + "go"); }')
        self.assertIn("100go\n", result.text())

    def test_swallowed_interrupts(self):
        self.interrupted(
            "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }"
        )

    def test_caught_throwables(self):
        self.interrupted("while (true) { try { Thread.sleep(5); } catch (Exception e) { } }")

    def test_parallel_stream(self):
        self.interrupted(
            "IntStream.range(0, 64).parallel().mapToLong(i -> { long s = 0;"
            " for (long j = 0; j < 1L << 50; j++) s += j % 7; return s; }).sum()"
        )

    def test_threads_of_the_cell(self):
        self.interrupted(
            before="var seen = new java.util.concurrent.atomic.AtomicLong();\n"
            "var busy = Thread.ofPlatform().start(() -> { while (true) seen.incrementAndGet(); });\n"
            "var idle = Thread.ofPlatform().start(() -> { try { Thread.sleep(60_000); }"
            " catch (InterruptedException e) { } });\n",
            code="busy.join();",
        )
        self.assertEqual("true true", self.ok("busy.join(5000); idle.join(5000);"
                                               ' !busy.isAlive() + " " + !idle.isAlive()').value())

    def test_stdin(self):
        sent = self.send("new Scanner(System.in).nextLine()", allow_stdin=True)
        self.kc.get_stdin_msg(timeout=30)
        self.km.interrupt_kernel()
        result = self.collect(sent)
        self.assertEqual("Interrupted", result.reply["ename"], result.trace())
        self.assertEqual("2", self.ok("1 + 1").value())

    def test_before_the_code_runs(self):
        methods = "\n".join(
            f"static int m{i}(int a) {{ var l = List.of(a, {i}); return l.stream().mapToInt(x -> x + {i}).sum(); }}"
            for i in range(600)
        )
        sent = self.send("class Long600 {" + methods + '}\nSystem.out.println("ran");')
        time.sleep(0.05)
        start = time.time()
        self.km.interrupt_kernel()
        result = self.collect(sent)
        self.assertLess(time.time() - start, 5)
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertEqual("2", self.ok("1 + 1").value())
        self.assertNotIn("ran", result.text())

    def test_a_call_that_cannot_be_stopped(self):
        result = self.interrupted(
            '{ System.out.println("go"); System.out.flush(); BigInteger.valueOf(3).modPow(m, m); }',
            before="var m = BigInteger.ONE.shiftLeft(200_000).subtract(BigInteger.ONE);",
        )
        self.assertIn("left behind", result.text("stderr"))

    def test_at_once(self):
        """Arrives on its own socket, perhaps before the cell does."""
        for _ in range(5):
            sent = self.send("Thread.sleep(60_000);")
            self.km.interrupt_kernel()
            self.assertEqual("Interrupted", self.collect(sent).reply["ename"])
        self.assertEqual("2", self.ok("1 + 1").value())

    def test_after_the_end_hits_nothing(self):
        for _ in range(5):
            self.ok("int quick = 1;")
            self.km.interrupt_kernel()
            self.assertEqual("7", self.ok("Thread.sleep(100); 7").value())

    def test_a_pool_works_after_an_interrupt(self):
        self.interrupted("IntStream.range(0, 8).parallel().forEach(i -> { while (true) ; })")
        self.assertEqual(
            "4950", self.ok("IntStream.range(0, 100).parallel().map(i -> { int k = i; return k; }).sum()").value()
        )

    def test_waiting_cells_are_aborted(self):
        first = self.send("Thread.sleep(60_000);")
        second = self.send("int never = 1;")
        time.sleep(0.5)
        self.km.interrupt_kernel()
        self.assertEqual("error", self.reply(first)["content"]["status"])
        self.assertEqual("aborted", self.reply(second)["content"]["status"])


if __name__ == "__main__":
    report.main()
