"""A workflow of two tasks that greets somebody."""

from acme import ImageSpec, task, workflow

image_spec = ImageSpec(
    name="example-image",
    requirements="requirements.txt",
    # python_version="3.12",
    # apt_packages=["git"],
    # env={"LOG_LEVEL": "info"},
)


@task(container_image=image_spec)
def say_hello(name: str) -> str:
    """Greet one person."""
    return f"Hello, {name}!"


@task(container_image=image_spec)
def greeting_length(greeting: str) -> int:
    """Count the characters of a greeting."""
    return len(greeting)


@workflow
def hello_and_length(name: str = "world") -> tuple[str, int]:
    """Greet somebody, and say how long the greeting is."""
    greeting = say_hello(name=name)
    return greeting, greeting_length(greeting=greeting)
