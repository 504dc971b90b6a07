namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>What a change of <c>aws-auth</c> calls for a look at.</summary>
public enum AwsAuthFindingKind
{
    /// <summary>Someone is put into <c>system:masters</c>.</summary>
    MastersGranted,

    /// <summary>Someone is put into another group of the system.</summary>
    PowerfulGroupGranted,

    /// <summary>Someone signs in under a name of the system.</summary>
    PowerfulUsername,

    /// <summary>The ARN of a role has a path: the authenticator compares without, so the row maps nobody.</summary>
    RolePathInArn,

    /// <summary>The same ARN has more than one row: the last one counts.</summary>
    DuplicateArn,

    /// <summary>Every principal of an account may sign in.</summary>
    AccountWide,

    /// <summary>Nobody is mapped to <c>system:masters</c> any more.</summary>
    LastAdminRemoved,

    /// <summary>A text can no longer be read: whoever it maps is locked out.</summary>
    BreaksParsing,

    /// <summary>A role of nodes is gone: its nodes drop out of the cluster.</summary>
    NodeRoleRemoved,

    /// <summary>A value of the wrong type is passed over; all else counts.</summary>
    PassedOver,
}

/// <summary>One finding.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Row">The row; null where it is about none.</param>
/// <param name="Words">One sentence for people; may hold text of the rows, which is hostile until shown safely.</param>
public sealed record AwsAuthFinding(AwsAuthFindingKind Kind, AwsAuthRow? Row, string Words);
