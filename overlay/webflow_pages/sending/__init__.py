"""How a call is sent: paced by the quota, tried again where that helps, and told to whoever watches."""
