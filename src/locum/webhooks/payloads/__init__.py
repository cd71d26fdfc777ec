"""What subscribers are told: facts in, bodies out, and nothing else (webhooks sheet, section 2.3).

A body is wrapped in its trigger and the time at which it was made, except for those of meetings, which are flat.
"""
