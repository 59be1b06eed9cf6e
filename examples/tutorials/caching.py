"""A task whose result is kept."""

from acme import task


@task(cache=True, cache_version="2")
def features(dataset: str) -> list[float]:
    """Work out the features of a dataset; once for each dataset and version."""
    return [float(len(word)) for word in dataset.split()]
