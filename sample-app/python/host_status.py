"""The message of the stream host-status, as the Java record HostStatus writes it.

The schema of this model is the stream's identity (host-status.schema.json of the
sample): another name, type, order or a docstring in a class is another identity.
"""
from pydantic import BaseModel


class BusyProcess(BaseModel):
    pid: int
    name: str
    share: float    # of one CPU


class HostStatus(BaseModel):
    load1: float
    load5: float
    load15: float
    total: int      # bytes of memory
    available: int  # bytes of memory
    uptime: float   # seconds
    busiest: list[BusyProcess]
