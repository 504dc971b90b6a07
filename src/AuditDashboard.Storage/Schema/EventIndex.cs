namespace AuditDashboard.Storage.Schema;

/// <summary>Names of the indexes that reads ask for by name, so that a plan never depends on statistics.</summary>
internal static class EventIndex
{
    public const string ClusterTime = "ix_event_cluster_time";
    public const string Time = "ix_event_time";
    public const string Changes = "ix_event_changes";
    public const string OtherGroups = "ix_event_other_groups";
    public const string Undated = "ix_event_undated";
    public const string Name = "ix_event_name";
    public const string User = "ix_event_user";
    public const string Namespace = "ix_event_namespace";
    public const string Address = "ix_event_address";
    public const string Uri = "ix_event_uri";
    public const string ImpersonatedUser = "ix_event_impersonated_user";
    public const string AddressList = "ix_event_address_list";
    public const string AuditId = "ix_event_audit_id";
    public const string MatchCluster = "ix_event_match_cluster";
    public const string Match = "ix_event_match_all";

    /// <summary>Which rows <see cref="Changes"/> holds: RBAC's own kinds and aws-auth.</summary>
    public const string ChangesFilter = "kind BETWEEN 1 AND 8";

    /// <summary>Which rows <see cref="OtherGroups"/> holds.</summary>
    public const string OtherGroupsFilter = "kind = 9";
}
