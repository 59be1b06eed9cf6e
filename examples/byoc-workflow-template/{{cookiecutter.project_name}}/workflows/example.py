"""A workflow of two tasks that greets somebody."""

from acme import ImageSpec, task, workflow

image_spec = ImageSpec(
    # The name of the image in your registry.
    name="example-image",
    # The packages that your tasks import.
    requirements="requirements.txt",
    # Where the image is pushed when you register the workflow. Your cluster
    # must be able to pull from there.
    # registry="<my-registry>",
    # The version of Python in the image; by default the one that you run.
    # python_version="3.12",
    # Packages of the operating system.
    # apt_packages=["git"],
    # The platform for which the image is built.
    # platform="linux/amd64",
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
