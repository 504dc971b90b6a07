using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>For orientation beside <see cref="EfSameRows"/>: the least that EF Core could be asked to write, in another schema.</summary>
/// <remarks>
/// Texts stand in the rows, as one would begin, so there are no other tables to fill; the same columns are indexed, but no index holds them all.
/// It is also spared the minute tables, references between tables, the look-up of events that are stored already and the packing of bodies.
/// </remarks>
internal sealed class EfFlatTable : DbContext
{
    private readonly string _path;

    private EfFlatTable(string path) => _path = path;

    /// <summary>Writes batches into a new file.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="batches">What to write.</param>
    /// <param name="usage">Told the cost of each batch.</param>
    public static async Task WriteAsync(string path, IReadOnlyList<IngestBatch> batches, Usage usage)
    {
        File.Delete(path);
        await using var peer = new EfFlatTable(path);
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
                    var row = FlatEvent.From(++id, batch.Cluster, source);
                    peer.Add(row);
                    peer.AddRange(source.QueryIds.Select(q => new FlatMatch { EventId = id, Query = q, Cluster = batch.Cluster, Time = row.Time }));
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

        optionsBuilder.UseSqlite(connection, contextOwnsConnection: true);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var e = modelBuilder.Entity<FlatEvent>();
        e.Property(x => x.Id).ValueGeneratedNever();
        var m = modelBuilder.Entity<FlatMatch>();
        m.HasKey(x => new { x.EventId, x.Query });
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

    private sealed class FlatEvent
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

        public static FlatEvent From(long id, string cluster, IngestEvent source)
        {
            var audit = source.Event.Audit;
            return new FlatEvent
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

    private sealed class FlatMatch
    {
        public long EventId { get; set; }

        public required string Query { get; set; }

        public required string Cluster { get; set; }

        public long? Time { get; set; }
    }
}
