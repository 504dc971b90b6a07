using AuditDashboard.Kubernetes.Actors;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>
/// A Kubernetes user where room is short: service accounts as <c>namespace/name</c>, roles and users of IAM by session or name, behind a tag
/// that no user name can imitate. The whole name is in the title.
/// </summary>
public sealed partial class ActorText
{
    /// <summary>The user name; null or empty for a request that was not signed in.</summary>
    [Parameter, EditorRequired]
    public string? User { get; set; }

    /// <summary>The impersonated user; null for none.</summary>
    [Parameter]
    public string? ImpersonatedUser { get; set; }

    private Short? Shown
    {
        get
        {
            if (string.IsNullOrEmpty(User))
            {
                return null;
            }

            if (ActorReader.KindOf(User) == ActorKind.ServiceAccount)
            {
                return new Short("SA", "Service account, namespace/name", ActorReader.DisplayName(User), null);
            }

            return !AwsArn.TryParse(User, out var arn) ? null
                : arn.Session is { Length: > 0 } session ? new Short("IAM", "Session of an IAM role; who assumed the role chose the session's name", session, arn.Name)
                : arn.Name.Length > 0 ? new Short("IAM", "IAM " + (arn.Type is "role" or "user" ? arn.Type : "principal"), arn.Name, null)
                : null;
        }
    }

    private sealed record Short(string Tag, string TagTitle, string Name, string? Rest);
}
