"""Opens a notebook in JupyterLab in a headless browser, runs all cells, and tells what is on the page.

usage: run_in_jupyterlab.py NOTEBOOK CHROMIUM SCREENSHOT [TIMEOUT_SECONDS]
Prints one JSON object: {"cells", "executed", "errors", "images", "progress", "tables"}.
The server binds to loopback, on a port of its own, with a token, and ends with the script.
"""

import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import sync_playwright

SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}

STATE = """() => {
  const cells = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')];
  const prompts = cells.map(c => c.querySelector('.jp-InputPrompt').textContent.trim());
  return {
    cells: cells.length,
    executed: prompts.filter(p => /^\\[\\d+\\]:?$/.test(p)).length,
    busy: prompts.filter(p => p.includes('*')).length,
    errors: [...document.querySelectorAll(
        '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]')]
        .map(e => e.textContent.slice(0, 400)),
    images: [...document.querySelectorAll('.jp-OutputArea-output img, .jp-OutputArea-output svg')]
        .filter(i => i.getBoundingClientRect().width > 100).length,
    progress: document.querySelectorAll('.jp-OutputArea-output .engram-progress').length,
    tables: document.querySelectorAll('.jp-OutputArea-output table').length,
  };
}"""


def write_settings(folder):
    for plugin, values in SETTINGS.items():
        package, name = plugin.split(":")
        target = pathlib.Path(folder, package)
        target.mkdir(parents=True, exist_ok=True)
        (target / f"{name}.jupyterlab-settings").write_text(json.dumps(values))


def start_server(root, scratch, token):
    settings = pathlib.Path(scratch, "settings")
    write_settings(settings)
    command = [
        sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root",
        "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}",
        f"--LabApp.user_settings_dir={settings}",
        f"--LabApp.workspaces_dir={pathlib.Path(scratch, 'workspaces')}",
    ]
    environment = dict(os.environ, JUPYTER_CONFIG_DIR=str(pathlib.Path(scratch, "config")))
    log = open(pathlib.Path(scratch, "lab.log"), "w+")
    server = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/lab", pathlib.Path(log.name).read_text())
        if found:
            return server, int(found.group(1))
        time.sleep(0.2)
    server.kill()
    sys.exit("JupyterLab did not start:\n" + pathlib.Path(log.name).read_text()[-2000:])


def drive(page, url, screenshot, timeout_seconds):
    page.goto(url)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
    page.wait_for_selector('.jp-NotebookPanel-toolbar [data-status="idle"]', timeout=120_000)
    # A page that is still settling may swallow the click, so it is repeated until a cell moves.
    # Before the session is known, JupyterLab asks for a kernel: the one it proposes is accepted.
    page.wait_for_function(
        "() => !/No Kernel/.test(document.querySelector('.jp-KernelName')?.textContent ?? 'No Kernel')",
        timeout=120_000)
    for _ in range(10):
        accept = page.locator(".jp-Dialog .jp-mod-accept")
        if accept.count():
            accept.first.click()
        page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        time.sleep(2)
        state = page.evaluate(STATE)
        if state["busy"] or state["executed"] or state["errors"]:
            break
    deadline = time.monotonic() + timeout_seconds
    state = page.evaluate(STATE)
    # JupyterLab marks all cells busy at once, so "none busy" means done, or stopped at an error.
    time.sleep(2)
    while time.monotonic() < deadline:
        state = page.evaluate(STATE)
        if state["busy"] == 0 and (state["executed"] == state["cells"] or state["errors"]):
            break
        time.sleep(1)
    time.sleep(1)
    state = page.evaluate(STATE)
    page.evaluate("() => document.querySelector('.jp-Notebook img')?.scrollIntoView()")
    page.screenshot(path=screenshot)
    return state


def main():
    notebook = pathlib.Path(sys.argv[1]).resolve()
    chromium, screenshot = sys.argv[2], sys.argv[3]
    timeout_seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 900
    token = secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as scratch:
        server, port = start_server(notebook.parent, scratch, token)
        try:
            with sync_playwright() as p:
                browser = p.chromium.launch(
                    executable_path=chromium,
                    args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                          "--disable-background-networking", "--disable-component-update",
                          "--disable-sync"])
                page = browser.new_page(viewport={"width": 1280, "height": 1600})
                url = f"http://127.0.0.1:{port}/lab/tree/{notebook.name}?token={token}&reset"
                state = drive(page, url, screenshot, timeout_seconds)
                browser.close()
            print(json.dumps(state))
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


if __name__ == "__main__":
    main()
