using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>What ingest is compared with: a plain EF Core schema that holds the same information, written by AddRange and SaveChanges.</summary>
/// <remarks>
/// Texts stand in the rows, as one would begin; the same columns are indexed. It is spared the minute tables, the look-up of events that are
/// stored already and the packing of bodies. One transaction a batch, the tracker cleared after each, automatic detection of changes off.
/// </remarks>
internal sealed class EfPeer : DbContext
{
    private readonly string _path;
    private readonly bool _isIndexed;

    private EfPeer(string path, bool isIndexed)
    {
        _path = path;
        _isIndexed = isIndexed;
    }

    /// <summary>Writes batches into a new file.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="isIndexed">False leaves the primary keys alone.</param>
    /// <param name="batches">What to write.</param>
    /// <param name="usage">Told the cost of each batch.</param>
    public static async Task WriteAsync(string path, bool isIndexed, IReadOnlyList<IngestBatch> batches, Usage usage)
    {
        File.Delete(path);
        await using var peer = new EfPeer(path, isIndexed);
        await peer.Database.EnsureCreatedAsync();
        await peer.Database.ExecuteSqlRawAsync("PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA mmap_size = 1073741824;");
        peer.ChangeTracker.AutoDetectChangesEnabled = false;
        var id = 0L;
        foreach (var batch in batches)
        {
            using (usage.Measure())
            {
                foreach (var source in batch.Events)
                {
                    var row = PeerEvent.From(++id, batch.Cluster, source);
                    peer.Add(row);
                    peer.AddRange(source.QueryIds.Select(q => new PeerMatch { EventId = id, Query = q, Cluster = batch.Cluster, Time = row.Time }));
                }

                await peer.SaveChangesAsync();
                peer.ChangeTracker.Clear();
            }
        }
    }

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;";
            command.ExecuteNonQuery();
        }

        optionsBuilder.UseSqlite(connection, contextOwnsConnection: true)
            .ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory, ModelKey>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var e = modelBuilder.Entity<PeerEvent>();
        e.Property(x => x.Id).ValueGeneratedNever();
        var m = modelBuilder.Entity<PeerMatch>();
        m.HasKey(x => new { x.EventId, x.Query });
        if (!_isIndexed)
        {
            return;
        }

        e.HasIndex(x => x.Identity).IsUnique();
        e.HasIndex(x => new { x.Cluster, x.Time }).IsDescending(false, true);
        e.HasIndex(x => x.Time).IsDescending(true);
        e.HasIndex(x => new { x.Time, x.Cluster }, "ix_changes").IsDescending(true, false).HasFilter("Kind BETWEEN 1 AND 8");
        e.HasIndex(x => new { x.Time, x.Cluster }, "ix_other").IsDescending(true, false).HasFilter("Kind = 9");
        e.HasIndex(x => new { x.Name, x.Time }).IsDescending(false, true).HasFilter("Name IS NOT NULL");
        e.HasIndex(x => new { x.User, x.Time }).IsDescending(false, true);
        e.HasIndex(x => new { x.Namespace, x.Time }).IsDescending(false, true);
        e.HasIndex(x => new { x.Address, x.Time }).IsDescending(false, true);
        e.HasIndex(x => new { x.RequestUri, x.Time }).IsDescending(false, true);
        e.HasIndex(x => new { x.ImpersonatedUser, x.Time }).IsDescending(false, true).HasFilter("ImpersonatedUser IS NOT NULL");
        e.HasIndex(x => new { x.AddressList, x.Time }).IsDescending(false, true).HasFilter("AddressList IS NOT NULL");
        e.HasIndex(x => new { x.AuditId, x.Cluster, x.Stage }).HasFilter("AuditId IS NOT NULL");
        m.HasIndex(x => new { x.Query, x.Cluster, x.Time, x.EventId }).IsDescending(false, false, true, false);
        m.HasIndex(x => new { x.Query, x.Time, x.EventId }).IsDescending(false, true, false);
    }

    /// <summary>Two models of one context type.</summary>
    private sealed class ModelKey : Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (((EfPeer)context)._isIndexed, designTime);
    }

    private sealed class PeerEvent
    {
        public long Id { get; set; }

        public required string Cluster { get; set; }

        public long? Time { get; set; }

        public int Kind { get; set; }

        public int? Code { get; set; }

        public string? Verb { get; set; }

        public string? User { get; set; }

        public string? Namespace { get; set; }

        public string? Name { get; set; }

        public string? Resource { get; set; }

        public string? Subresource { get; set; }

        public string? Address { get; set; }

        public string? ApiGroup { get; set; }

        public string? UserAgent { get; set; }

        public string? RequestUri { get; set; }

        public string? AuditId { get; set; }

        public string? Stage { get; set; }

        public string? ImpersonatedUser { get; set; }

        public string? AddressList { get; set; }

        public string? Decision { get; set; }

        public required string StackQuery { get; set; }

        public int Flags { get; set; }

        public bool IsFromFiles { get; set; }

        public long FirstSeen { get; set; }

        public long? IngestionTime { get; set; }

        public required byte[] Identity { get; set; }

        public required byte[] Json { get; set; }

        public static PeerEvent From(long id, string cluster, IngestEvent source)
        {
            var audit = source.Event.Audit;
            return new PeerEvent
            {
                Id = id,
                Cluster = cluster,
                Time = source.Event.TimeMicros,
                Kind = (int)ChangeClassifier.Classify(audit, source.Event.Json.Span),
                Code = audit.Code,
                Verb = audit.Verb,
                User = audit.User.Username,
                Namespace = audit.ObjectRef?.Namespace,
                Name = audit.ObjectRef?.Name,
                Resource = audit.ObjectRef?.Resource,
                Subresource = audit.ObjectRef?.Subresource,
                Address = audit.SourceIps.Count == 0 ? null : audit.SourceIps[0],
                ApiGroup = audit.ObjectRef?.ApiGroup,
                UserAgent = audit.UserAgent,
                RequestUri = audit.RequestUri,
                AuditId = audit.AuditId,
                Stage = audit.Stage,
                ImpersonatedUser = audit.ImpersonatedUser?.Username,
                AddressList = audit.SourceIps.Count < 2 ? null : string.Join(", ", audit.SourceIps),
                Decision = audit.Decision,
                StackQuery = source.QueryIds[0],
                Flags = (int)audit.Flags,
                IsFromFiles = source.FromFiles,
                FirstSeen = 0,
                IngestionTime = source.IngestionTimeMicros,
                Identity = source.Event.Id.Bytes.ToArray(),
                Json = source.Event.Json.ToArray(),
            };
        }
    }

    private sealed class PeerMatch
    {
        public long EventId { get; set; }

        public required string Query { get; set; }

        public required string Cluster { get; set; }

        public long? Time { get; set; }
    }
}
