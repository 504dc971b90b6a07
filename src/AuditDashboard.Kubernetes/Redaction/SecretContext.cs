namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>What is known of a place in a record.</summary>
[Flags]
internal enum SecretContext
{
    None = 0,

    /// <summary>Every text and number here is secret.</summary>
    Leaves = 1,

    /// <summary>A Secret, a list of them or a patch of one.</summary>
    SecretBody = 2,

    /// <summary>Inside a TokenRequest or TokenReview: members called token are secret.</summary>
    TokenBody = 4,

    /// <summary>Inside the ConfigMap aws-auth, which is never redacted.</summary>
    AwsAuth = 8,

    /// <summary>An environment variable whose name says that its value is a key.</summary>
    NamedValue = 16,

    /// <summary>An operation of a JSON patch on <c>data</c> or <c>stringData</c>.</summary>
    PatchOfData = 32,

    /// <summary>An operation of a JSON patch that replaces a whole Secret.</summary>
    PatchOfAll = 64,
}
