using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>Events between the database and snapshots.</summary>
internal static class FrozenEvents
{
    /// <summary>What a snapshot keeps of a stored event beside its record.</summary>
    public static SnapshotEvent Of(StoredEvent stored)
    {
        var row = stored.Row;
        return new SnapshotEvent
        {
            Id = row.Id,
            Cluster = row.Cluster,
            Time = row.Time,
            Kind = row.Kind == ChangeKind.None ? null : row.Kind.ToString(),
            Verb = row.Verb,
            User = row.User,
            ImpersonatedUser = row.ImpersonatedUser,
            ApiGroup = row.ApiGroup,
            Resource = row.Resource,
            Subresource = row.Subresource,
            Namespace = row.Namespace,
            Name = row.Name,
            Code = row.Code,
            Decision = row.Decision,
            SourceIp = row.SourceIp,
            UserAgent = row.UserAgent,
            RequestUri = row.RequestUri,
            AuditId = row.AuditId,
            Stage = row.Stage,
            Queries = stored.QueryIds,
            FirstSeenAt = stored.FirstSeenAt,
        };
    }

    /// <summary>The event as lists draw it; its row number means nothing.</summary>
    public static EventRow ToRow(SnapshotEvent frozen) => new()
    {
        RowId = 0,
        Id = frozen.Id,
        Cluster = frozen.Cluster,
        Time = frozen.Time,
        Kind = Enum.TryParse<ChangeKind>(frozen.Kind, out var kind) ? kind : ChangeKind.None,
        Verb = frozen.Verb,
        User = frozen.User,
        ImpersonatedUser = frozen.ImpersonatedUser,
        ApiGroup = frozen.ApiGroup,
        Resource = frozen.Resource,
        Subresource = frozen.Subresource,
        Namespace = frozen.Namespace,
        Name = frozen.Name,
        Code = frozen.Code,
        Decision = frozen.Decision,
        SourceIp = frozen.SourceIp,
        UserAgent = frozen.UserAgent,
        RequestUri = frozen.RequestUri,
        AuditId = frozen.AuditId,
        Stage = frozen.Stage,
    };
}
