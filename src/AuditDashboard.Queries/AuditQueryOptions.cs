using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries;

/// <summary>What the engine, which knows no Kubernetes, is told of audit events, so that its notes on a query can speak of them.</summary>
public static class AuditQueryOptions
{
    /// <summary>
    /// The fields of an <c>audit.k8s.io/v1</c> Event as discovery flattens them; <c>.*</c> stands for every field below. Those of
    /// bodies, annotations and extra depend on the request.
    /// </summary>
    public static IReadOnlyList<KnownField> Fields { get; } =
    [
        new("kind", IsAlwaysPresent: true),
        new("apiVersion", IsAlwaysPresent: true),
        new("level", IsAlwaysPresent: true),
        new("auditID", IsAlwaysPresent: true, IsUnbounded: true),
        new("stage", IsAlwaysPresent: true),
        new("requestURI", IsAlwaysPresent: true, IsUnbounded: true),
        new("verb", IsAlwaysPresent: true),

        // A request that failed authentication has an empty user.
        new("user.username"),
        new("user.uid"),
        new("user.groups.*"),
        new("user.extra.arn.*"),
        new("user.extra.canonicalArn.*"),
        new("user.extra.accessKeyId.*"),
        new("user.extra.principalId.*"),
        new("user.extra.sessionName.*"),
        new("user.extra.*"),
        new("impersonatedUser.username"),
        new("impersonatedUser.uid"),
        new("impersonatedUser.groups.*"),
        new("impersonatedUser.extra.*"),
        new("sourceIPs.0"),
        new("sourceIPs.*"),
        new("userAgent"),
        new("objectRef.resource"),
        new("objectRef.namespace"),
        new("objectRef.name"),
        new("objectRef.uid"),
        new("objectRef.apiGroup"),
        new("objectRef.apiVersion"),
        new("objectRef.resourceVersion", IsUnbounded: true),
        new("objectRef.subresource"),
        new("responseStatus.code"),
        new("responseStatus.status"),
        new("responseStatus.reason"),
        new("responseStatus.message"),
        new("responseStatus.metadata.*"),
        new("responseStatus.details.*"),
        new("requestObject.*"),
        new("responseObject.*"),
        new("requestReceivedTimestamp", IsAlwaysPresent: true, IsUnbounded: true),
        new("stageTimestamp", IsAlwaysPresent: true, IsUnbounded: true),
        new("annotations.authorization.k8s.io/decision"),
        new("annotations.authorization.k8s.io/reason"),
        new("annotations.*"),

        // Of clusters before Kubernetes 1.12.
        new("timestamp", IsUnbounded: true),
        new("metadata.*"),
    ];

    /// <summary>Advice about conditions that are narrower than they look.</summary>
    public static IReadOnlyList<ConditionAdvice> Advice { get; } =
    [
        new(
            "N-SECRETS-401",
            "objectRef.resource",
            "secrets",
            "responseStatus.code",
            "401",
            "401 means not authenticated; who is known and not allowed to read secrets gets 403; write responseStatus.code in [401, 403]."),
    ];

    /// <summary>Options with all of it.</summary>
    /// <param name="options">The other options.</param>
    public static QueryOptions ForAuditEvents(this QueryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { KnownFields = Fields, Advice = Advice, ExpectedLogStream = StreamFilter.StreamName };
    }
}
