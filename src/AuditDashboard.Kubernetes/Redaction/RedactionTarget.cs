using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>What the envelope says of the bodies of an event.</summary>
internal sealed class RedactionTarget
{
    private readonly bool _isKubeSystem;

    /// <summary>Reads it from the envelope.</summary>
    public RedactionTarget(AuditEvent audit)
    {
        // Where the objectRef is missing the path may still tell; either is enough.
        var path = RequestPath.Parse(audit.RequestUri);
        var resource = audit.ObjectRef?.Resource;
        _isKubeSystem = (audit.ObjectRef?.Namespace ?? path.Namespace) == "kube-system";
        IsSecret = resource == "secrets" || path.Resource == "secrets";
        var isToken = resource == "tokenreviews" || path.Resource == "tokenreviews"
            || (resource == "serviceaccounts" && audit.ObjectRef?.Subresource == "token");
        var isAwsAuth = resource == "configmaps" && _isKubeSystem && (audit.ObjectRef?.Name ?? path.Name) == "aws-auth";
        Body = IsSecret ? SecretContext.SecretBody : isToken ? SecretContext.TokenBody : isAwsAuth ? SecretContext.AwsAuth : SecretContext.None;
    }

    /// <summary>The request is about Secrets.</summary>
    public bool IsSecret { get; }

    /// <summary>What is known of <c>requestObject</c> and <c>responseObject</c> before reading them.</summary>
    public SecretContext Body { get; }

    /// <summary>Whether an object is the ConfigMap aws-auth, also inside a list.</summary>
    /// <param name="tape">The text.</param>
    /// <param name="container">The object.</param>
    /// <param name="metadata">Its <c>metadata</c>.</param>
    public bool IsAwsAuthObject(in JsonTape tape, int container, int metadata)
    {
        // In a list the items may lack their kind. Anything else of that name in kube-system gets no such trust.
        var kind = tape.FindLast(container, "kind"u8);
        if (kind >= 0 && !tape.StringIs(kind, "ConfigMap"u8))
        {
            return false;
        }

        var space = tape.FindLast(metadata, "namespace"u8);
        return Body is SecretContext.None or SecretContext.AwsAuth
            && tape.StringIs(tape.FindLast(metadata, "name"u8), "aws-auth"u8)
            && (space < 0 ? _isKubeSystem : tape.StringIs(space, "kube-system"u8));
    }
}
