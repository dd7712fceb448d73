"""The store on PostgreSQL, which several processes share. Loaded only when the settings name one."""
