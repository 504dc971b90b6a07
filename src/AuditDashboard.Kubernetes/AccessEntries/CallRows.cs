using AuditDashboard.Kubernetes.AwsAuth;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Rows of the ledger out of calls to EKS.</summary>
internal static class CallRows
{
    /// <summary>The rows of a call that has a time: one, or one each for the mode and the logging of a cluster.</summary>
    public static IEnumerable<LedgerRow> Of(StoredCall stored)
    {
        var call = stored.Call;
        if (call.Kind != AccessChangeKind.ClusterConfig)
        {
            yield return Row(stored, Effect(call), What(call), call.PrincipalArn is { } arn
                ? new LedgerPrincipal(LedgerPrincipalKind.Iam, PrincipalArns.Canonical(arn))
                : LedgerPrincipal.Cluster);
            yield break;
        }

        if (call.AuthenticationMode is { } mode)
        {
            yield return Row(stored, LedgerEffect.Changed, $"authentication mode {mode}{ModeWords(mode)}", LedgerPrincipal.Cluster);
        }

        if (call.LoggingOff.Count > 0)
        {
            yield return Row(stored, LedgerEffect.Removed, $"logging switched off: {string.Join(", ", call.LoggingOff)}{(call.StopsAudit ? "; without the audit log nothing is collected" : "")}", LedgerPrincipal.Cluster);
        }

        if (call.LoggingOn.Count > 0)
        {
            yield return Row(stored, LedgerEffect.Granted, $"logging switched on: {string.Join(", ", call.LoggingOn)}", LedgerPrincipal.Cluster);
        }
    }

    private static LedgerRow Row(StoredCall stored, LedgerEffect effect, string what, LedgerPrincipal principal) => new()
    {
        TimeMicros = stored.Call.TimeMicros ?? 0, // only calls that have a time are asked about
        Way = stored.Call.Kind == AccessChangeKind.ClusterConfig ? AccessWay.Cluster : AccessWay.AccessEntry,
        Effect = stored.Call.IsFailed ? LedgerEffect.Failed : effect,
        Principal = principal,
        What = what,
        CallId = stored.Id,
        Call = stored.Call,
        IsPowerful = effect is LedgerEffect.Granted or LedgerEffect.Changed && IsPowerful(stored.Call),
    };

    private static LedgerEffect Effect(AccessChange call) => call.Kind switch
    {
        AccessChangeKind.EntryCreated or AccessChangeKind.PolicyAssociated => LedgerEffect.Granted,
        AccessChangeKind.EntryDeleted or AccessChangeKind.PolicyDisassociated => LedgerEffect.Removed,
        _ => LedgerEffect.Changed,
    };

    private static string What(AccessChange call) => call.Kind switch
    {
        AccessChangeKind.EntryDeleted => "access entry with all that it held",
        AccessChangeKind.PolicyAssociated => $"policy {call.PolicyName ?? "that the record does not name"}{ScopeWords(call)}",
        AccessChangeKind.PolicyDisassociated => $"policy {call.PolicyName ?? "that the record does not name"}",
        _ => $"access entry: {Join(
            call.Username is { } name ? $"user {name}" : call.Kind == AccessChangeKind.EntryCreated ? "the user name that EKS gives" : null,
            call.Groups switch { null => null, [] => "no groups", var groups => $"groups {string.Join(", ", groups)}" },
            call.EntryType is { } type and not "STANDARD" ? $"type {type}" : null)}",
    };

    private static string Join(params ReadOnlySpan<string?> parts)
    {
        var text = "";
        foreach (var part in parts)
        {
            text += part is null ? "" : text.Length == 0 ? part : ", " + part;
        }

        return text.Length == 0 ? "nothing that the record names" : text;
    }

    private static string ScopeWords(AccessChange call) => call.ScopeType?.ToLowerInvariant() switch
    {
        "cluster" => " everywhere",
        "namespace" when call.Namespaces.Count == 1 => $" in namespace {call.Namespaces[0]}",
        "namespace" when call.Namespaces.Count > 1 => $" in namespaces {string.Join(", ", call.Namespaces)}",
        _ => ", where is not in the record",
    };

    private static string ModeWords(string mode) => mode switch
    {
        "API" => ": aws-auth counts no more",
        "API_AND_CONFIG_MAP" => ": access entries count beside aws-auth, and before it",
        "CONFIG_MAP" => ": aws-auth alone counts",
        _ => "",
    };

    private static bool IsPowerful(AccessChange call) =>
        call.Groups?.Contains(AwsAuthRow.MastersGroup, StringComparer.Ordinal) == true
        || (call.PolicyName is "AmazonEKSClusterAdminPolicy" && !string.Equals(call.ScopeType, "namespace", StringComparison.OrdinalIgnoreCase));
}
