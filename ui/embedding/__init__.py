"""The chat inside other sites: who may show it, the widget that they load, and an example."""
