using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>A Kubernetes user in a list: service accounts as <c>namespace/name</c>, and ARNs by session and role, behind a tag that no user name can imitate; the whole name is in the title.</summary>
public sealed partial class ActorText
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    /// <summary>The user name; null or empty for a request that was not signed in.</summary>
    [Parameter, EditorRequired]
    public string? User { get; set; }

    /// <summary>The impersonated user; null for none.</summary>
    [Parameter]
    public string? ImpersonatedUser { get; set; }

    // system:serviceaccount:NAMESPACE:NAME, neither of which can hold a colon.
    private string? ServiceAccount =>
        User is not null && User.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) && User[ServiceAccountPrefix.Length..].Split(':') is [{ Length: > 0 } space, { Length: > 0 } name]
            ? space + "/" + name
            : null;
}
