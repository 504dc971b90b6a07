using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Shared.Scope;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Who is behind an event, hop by hop from the Kubernetes user to the human, each with its evidence.</summary>
public sealed partial class ActorPanel
{
    private AuditEvent? _read;
    private Actor? _actor;

    /// <summary>The event.</summary>
    [Parameter, EditorRequired]
    public required AuditEvent Audit { get; set; }

    /// <summary>False leaves out from where the request came. Default true.</summary>
    [Parameter]
    public bool HasOrigin { get; set; } = true;

    /// <summary>False leaves out the way to the actor's page. Default true.</summary>
    [Parameter]
    public bool HasLink { get; set; } = true;

    /// <summary>Cluster and range of the page around it, which the link keeps; null outside a page.</summary>
    [CascadingParameter]
    public PageScope? Scope { get; set; }

    private Actor Actor
    {
        get
        {
            if (!ReferenceEquals(_read, Audit) || _actor is null)
            {
                (_read, _actor) = (Audit, ActorReader.Read(Audit));
            }

            return _actor;
        }
    }

    // "kubectl 1.31.2 kubectl" would say it twice.
    private static string? FamilyWords(ClientProgram program) =>
        ClientProgram.Words(program.Family) is var words && words.Equals(program.Name, StringComparison.OrdinalIgnoreCase) ? null : words;

    private static string AddressWords(SourceAddress address)
    {
        var kind = address.Kind switch
        {
            AddressKind.Public => "public",
            AddressKind.Private => "private",
            AddressKind.Loopback => "the API server’s own machine",
            AddressKind.LinkLocal => "link-local",
            AddressKind.AwsService => "a service of AWS",
            AddressKind.Impossible => "nobody can come from there",
            _ => "no address",
        };
        return address.Evidence == Evidence.Client ? kind + ", claimed in a header that the client can set" : kind;
    }
}
