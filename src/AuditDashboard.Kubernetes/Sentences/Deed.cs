namespace AuditDashboard.Kubernetes.Sentences;

/// <summary>What a request does, in words before its object.</summary>
/// <param name="Past">As done: "patched".</param>
/// <param name="Infinitive">As tried: "patch".</param>
internal readonly record struct Deed(string Past, string Infinitive)
{
    /// <summary>The words for a verb and a subresource; null where there are none, and the verb is quoted.</summary>
    public static Deed? Of(string? verb, string? subresource) => (verb, subresource) switch
    {
        ("create" or "get" or "connect", "exec") => new("ran a command in", "run a command in"),
        ("create" or "get" or "connect", "attach") => new("attached to", "attach to"),
        ("create" or "get" or "connect", "portforward") => new("forwarded a port of", "forward a port of"),
        (_, "proxy") => new("sent a request through", "send a request through"),
        ("create", "token") => new("requested a token for", "request a token for"),
        ("create", "eviction") => new("evicted", "evict"),
        ("create", "binding") => new("bound", "bind"),
        ("get", "log") => new("read the log of", "read the log of"),
        ("update" or "patch", "scale") => new("scaled", "scale"),
        ("update" or "patch", "approval") => new("approved or denied", "approve or deny"),
        ("update", "ephemeralcontainers") or ("patch", "ephemeralcontainers") => new("added a debugging container to", "add a debugging container to"),
        _ when Plain(verb) is { } plain => subresource is null ? plain : new(plain.Past + " the " + subresource + " of", plain.Infinitive + " the " + subresource + " of"),
        _ => null,
    };

    private static Deed? Plain(string? verb) => verb switch
    {
        "create" => new("created", "create"),
        "update" => new("updated", "update"),
        "patch" => new("patched", "patch"),
        "delete" => new("deleted", "delete"),
        "get" => new("read", "read"),
        "list" => new("listed", "list"),
        "watch" => new("watched", "watch"),
        "impersonate" => new("impersonated", "impersonate"),
        "bind" => new("bound", "bind"),
        "escalate" => new("escalated", "escalate"),
        "approve" => new("approved", "approve"),
        _ => null,
    };
}
