using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Changes;

/// <summary>The permissions of a role, written out.</summary>
public sealed class PermissionSet
{
    /// <summary>Permissions up to which a role is written out. Real ones have some hundreds; one that was made to be huge must not stop the program.</summary>
    public const int MaxCount = 100_000;

    private PermissionSet(HashSet<Permission> permissions, bool isComplete)
    {
        Permissions = permissions;
        IsComplete = isComplete;
    }

    /// <summary>The permissions.</summary>
    public IReadOnlySet<Permission> Permissions { get; }

    /// <summary>False where there are more than <see cref="MaxCount"/>, so that some are left out.</summary>
    public bool IsComplete { get; }

    /// <summary>Writes out rules.</summary>
    public static PermissionSet Of(IReadOnlyList<PolicyRule> rules)
    {
        var permissions = new HashSet<Permission>();
        foreach (var rule in rules)
        {
            foreach (var permission in rule.Permissions())
            {
                if (permissions.Count == MaxCount && !permissions.Contains(permission))
                {
                    return new PermissionSet(permissions, false);
                }

                permissions.Add(permission);
            }
        }

        return new PermissionSet(permissions, true);
    }
}
