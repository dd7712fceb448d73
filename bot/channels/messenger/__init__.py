"""What every messenger needs and no protocol knows: inbox and outbox at work, each user's order, pace, a clean stop.

A channel (telegram, wechat, wecom) brings three things: how an update is kept (``Intake``), what is said about it
(``Talk``) and how a call is made (``Caller``).
"""
