"""The Python side of Engram Workbench: Java parameters for papermill, notebooks run headless."""
