# 两条命令：make run（装好并打开网页问答），make test（装好并跑完全部检查）
VENV := .venv
BIN := $(VENV)/bin

# 学例句要几秒；资料或程序变了才重学，装的时候就学好，启动不用等
LEARNT := knowledge/learnt/done
DIST := loadfile
# 做 PDF 要的字体和排版库
PAPER := fonts-noto-cjk:/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc \
  $(foreach name,libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0,$(name):/usr/share/doc/$(name))
# 不开窗口的 chromium：页面一样，测试快得多；没有它也能测
WINDOWLESS := chromium-headless-shell:/usr/bin/chromium-headless-shell
DATA := $(shell find knowledge bot -name learnt -prune -o -type f \( -name '*.py' -o -name '*.txt' -o -name '*.jsonl' -o -name '*.toml' -o -name '*.npy' \) -print)

.PHONY: run test lint types layers tests more bench audit check release demo-telegram demo-wechat torture torture-pg learn lock pdf pg venv venv-dev chromium nginx postgres clean help

help:            ## 列出可用命令
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1	/'

run: venv $(LEARNT)  ## 安装并打开网页问答（http://127.0.0.1:8080）
	@$(BIN)/fudaoyuan serve

test: venv-dev chromium nginx postgres $(LEARNT)  ## 安装并跑完全部检查和测试
	@$(MAKE) --no-print-directory --jobs=2 lint types layers tests

venv:
	@deploy/venv.sh requirements.txt

venv-dev:
	@deploy/venv.sh requirements-dev.txt

chromium:
	@deploy/debian.sh chromium:/usr/bin/chromium poppler-utils:/usr/bin/pdfinfo $(PAPER)
	@timeout 300 deploy/debian.sh $(WINDOWLESS) || echo '装不上 chromium-headless-shell，用 chromium 测，慢一两分钟' >&2

nginx:
	@deploy/debian.sh nginx:/usr/sbin/nginx

postgres:
	@deploy/debian.sh postgresql-15:/usr/lib/postgresql/15/bin/postgres

learn: venv $(LEARNT)  ## 先学好自带资料里的例句（make run 和 make test 会自己做）

$(LEARNT): $(DATA) | $(BIN)/fudaoyuan
	@$(BIN)/fudaoyuan knowledge learn
	@touch $@

$(BIN)/fudaoyuan:
	@deploy/venv.sh requirements.txt

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

# 每个核一路；每路的矩阵运算只用一个线程，不然互相抢；几百个进程都读编译好的程序，不各自编译
tests:
	PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses=auto --dist=$(DIST) --no-loadscope-reorder

# 抄一份出来，放进那座虚构的城市，在抄出来的里面跑：随程序的资料、命令、网页都多了一份政策
MORE := build/more
WHERE ?= tests/knowledge tests/bot
more: venv-dev   ## 多放一份政策，测试还绿不绿（只跑一处：make more WHERE=tests/knowledge）
	@rm -rf $(MORE) && mkdir -p $(MORE)
	@git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read --files-from=- | tar -x -C $(MORE)
	@ln -s $(abspath $(VENV)) $(MORE)/$(VENV)
	@cp -R tests/policies/cities/policies/. $(MORE)/knowledge/policies/
	cd $(MORE) && export PYTHONPATH=$(abspath $(MORE)) OPENBLAS_NUM_THREADS=1 && $(BIN)/python -m bot knowledge learn && $(BIN)/python -m pytest --numprocesses=auto --dist=$(DIST) --no-loadscope-reorder $(WHERE)

bench: venv-dev chromium nginx postgres  ## 打印速度数字（与同类做法同场比较）
	$(BIN)/python -m tests.benchmarks

pdf: venv        ## 装上做 PDF 的组件（一页纸存成 PDF）
	@deploy/venv.sh requirements-pdf.txt
	@deploy/debian.sh $(PAPER)

pg: venv         ## 装上连 PostgreSQL 的组件（设了 DATABASE_URL 才用到）
	@deploy/venv.sh requirements-pg.txt

demo-telegram: venv-dev  ## 在终端里试 Telegram 机器人（不要令牌，不连外网）
	@$(BIN)/python -m tests.bot.channels.telegram.demo

demo-wechat: venv-dev  ## 在终端里试公众号（不要账号，不连外网）；WHAT=cards 写一页卡片预览（build/cards.html）
	@$(BIN)/python -m tests.bot.channels.wechat.demo $(WHAT)

torture: venv-dev  ## 反复杀进程、断网、上千人同时问，打印数字（要几分钟）
	@$(BIN)/python -m tests.torture

torture-pg: venv-dev nginx postgres  ## 三个副本共用一个 PostgreSQL：杀一个、断开、发布、搬家，打印数字（要十来分钟）
	@$(BIN)/python -m tests.torture replicas

audit: venv      ## 依赖锁没锁死、装的对不对、许可证能不能用
	@deploy/audit.sh

check: venv-dev nginx postgres $(LEARNT)  ## 部署文件能试的都试一遍（单元、设置、compose、nginx、wheel、断网安装）
	@deploy/check

release: venv $(LEARNT)  ## 做一个发布包，拷到没有外网的服务器上就能装（build/release）
	@rm -rf build/release
	@deploy/release.sh build/release

lock:            ## 重新锁定依赖版本（需要 uv）
	deploy/lock.sh

clean:
	rm -rf $(VENV) knowledge/learnt build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
