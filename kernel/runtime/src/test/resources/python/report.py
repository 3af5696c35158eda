"""Runs unittest classes and prints one JSON object a test: name, outcome, message."""

import json
import sys
import unittest


class Lines(unittest.TestResult):
    def emit(self, test, outcome, message=""):
        name = str(test.id() if hasattr(test, "id") else test).replace("__main__.", "")
        print(json.dumps({"test": name, "outcome": outcome, "message": message}), flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.bad = False

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.bad = True
            self.emit(subtest, "failed", self._exc_info_to_string(err, test))

    def addSuccess(self, test):
        if not self.bad:
            self.emit(test, "passed")

    def addFailure(self, test, err):
        self.bad = True
        self.emit(test, "failed", self._exc_info_to_string(err, test))

    addError = addFailure

    def addSkip(self, test, reason):
        self.bad = True
        self.emit(test, "skipped", reason)


def main(module="__main__"):
    suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:] or ["__main__"],
                                                          sys.modules["__main__"]) \
        if sys.argv[1:] else unittest.defaultTestLoader.loadTestsFromModule(sys.modules[module])
    suite.run(Lines())
