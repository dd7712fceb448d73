"""Writes deploy/fudaoyuan.env.example out of the table of settings, so that none is missing there.

usage: python deploy/env_example.py > deploy/fudaoyuan.env.example
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.settings import SETTINGS, Setting

HEAD = """# 金融辅导员的设置：一行一项，改完运行 systemctl restart fudaoyuan。
# 前面有 # 的是默认值，不用写；值里有空格的，两边加英文双引号。
# 里面可能有密钥和令牌，只让 root 和运行服务的用户读：chmod 640，属组 fudaoyuan。
"""
INSTALLED = {  # what the units and the scripts of this folder take for granted
    "FUDAOYUAN_HOME": "/var/lib/fudaoyuan",
    "FUDAOYUAN_BACKUP_FOLDER": "/var/backups/fudaoyuan",
    "FUDAOYUAN_BACKUP_HOURS": "50",
}


def example() -> str:
    """The whole file."""
    return HEAD + "".join(map(_lines, SETTINGS))


def _lines(setting: Setting) -> str:
    variable = setting.variable
    given = INSTALLED.get(variable)
    value = setting.default if given is None else given
    quoted = f'"{value}"' if " " in value else value
    return f"\n# {setting.help}\n{'#' if given is None else ''}{variable}={quoted}\n"


if __name__ == "__main__":
    sys.stdout.write(example())
