demo test check bench sys venv schemas:
	@./dev $@
