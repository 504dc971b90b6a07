using AuditDashboard.SignIn;

namespace AuditDashboard.Api;

/// <summary>A query parameter of the API: what is read, checked and described by OpenAPI.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means and how it is written.</param>
/// <param name="IsRepeatable">True if it may stand several times: any of the values.</param>
/// <param name="Bounds">Least and greatest whole number; null for text.</param>
internal sealed record ApiParameter(string Name, string Description, bool IsRepeatable = false, (int Min, int Max)? Bounds = null)
{
    private const string WholeList = "Taken and not used: the whole list is exported, whatever the page shows of it.";

    public static ApiParameter Cluster { get; } = new("cluster", "Name of a cluster. Default: all.");

    public static ApiParameter Query { get; } = new("query", "Id of a canned query. Default: all.", IsRepeatable: true);

    public static ApiParameter From { get; } = new("from", "First instant of the window: RFC 3339, or relative such as -7d.");

    public static ApiParameter To { get; } = new("to", "First instant after the window. Default: now.");

    public static ApiParameter Verb { get; } = new("verb", "Verb, such as create.", IsRepeatable: true);

    public static ApiParameter User { get; } = new("user", "Kubernetes user name; empty for not signed in.", IsRepeatable: true);

    public static ApiParameter ActorName { get; } = new("name", "Kubernetes user name, as the log has it.");

    public static ApiParameter AskedVerb { get; } = new("verb", "The verb asked about, such as get.");

    public static ApiParameter AskedResource { get; } = new("resource", "The resource asked about as kubectl takes it, such as secrets, pods/exec or deployments.apps/scale, or a URL such as /metrics.");

    public static ApiParameter AskedNamespace { get; } = new("namespace", "The namespace asked about. Default: all at once.");

    public static ApiParameter AskedName { get; } = new("name", "The object asked about. Default: none in particular.");

    public static ApiParameter AskedUser { get; } = new("user", "Answer for this Kubernetes user alone. Default: everyone.");

    public static ApiParameter At { get; } = new("at", "The time asked about: RFC 3339, or relative such as -7d. Default: now.");

    public static ApiParameter Rule { get; } = new("rule", "Only changes that this rule explains. Default: those that nothing explains.");

    public static ApiParameter Page { get; } = new("page", "Number of the page of 100 changes, 1 to 1,000. Default: 1.", Bounds: (1, 1_000));

    public static ApiParameter GrantKind { get; } = new("kind", "RoleBinding, ClusterRoleBinding, Role or ClusterRole.");

    public static ApiParameter GrantNamespace { get; } = new("namespace", "Namespace of a RoleBinding or Role.");

    public static ApiParameter GrantName { get; } = new("name", "Name of the binding or role.");

    public static ApiParameter Namespace { get; } = new("namespace", "Namespace of the object; empty for cluster-wide.", IsRepeatable: true);

    public static ApiParameter ObjectName { get; } = new("name", "Name of the object; empty for none.", IsRepeatable: true);

    public static ApiParameter Ip { get; } = new("ip", "First source address.", IsRepeatable: true);

    public static ApiParameter Code { get; } = new("code", "Response code, 100 to 599.", IsRepeatable: true, (100, 599));

    public static ApiParameter Search { get; } = new("q", "Text in object names, user names, namespaces, URIs and addresses, regardless of ASCII case.");

    public static ApiParameter Cursor { get; } = new("cursor", "Where the page starts: next of the answer before.");

    public static ApiParameter Limit { get; } = new("limit", "Events a page, 1 to 200. Default: 100.", Bounds: (1, 200));

    public static ApiParameter Kind { get; } = new("kind", $"One kind of activity: {string.Join(", ", ActivityWords.Kinds.Select(ActivityWords.KeyOf))}. Default: all.");

    public static ApiParameter Before { get; } = new("before", "Where the page starts: next of the answer before.");

    public static ApiParameter Width { get; } = new("width", "Width of a bin: minutes, hours or days, such as 1m, 15m or 1h. Default: 1m.");

    /// <summary>What a page's address holds of places and selections, which narrow no export.</summary>
    public static IEnumerable<ApiParameter> Unused(params IEnumerable<string> names) => names.Select(name => new ApiParameter(name, WholeList));
}
