using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuditDashboard.Storage.Schema;

/// <summary>The schema, and simple reads. Events are written and read in bulk by prepared statements instead.</summary>
internal sealed class AuditDbContext(DbContextOptions<AuditDbContext> options) : DbContext(options)
{
    public DbSet<ClusterEntity> Clusters => Set<ClusterEntity>();

    public DbSet<QueryEntity> Queries => Set<QueryEntity>();

    public DbSet<FilePositionEntity> FilePositions => Set<FilePositionEntity>();

    public DbSet<LeaseEntity> Leases => Set<LeaseEntity>();

    public DbSet<QuarantineEntity> Quarantine => Set<QuarantineEntity>();

    public DbSet<QuarantineMatchEntity> QuarantineMatches => Set<QuarantineMatchEntity>();

    public DbSet<RunEntity> Runs => Set<RunEntity>();

    public DbSet<RunQueryEntity> RunQueries => Set<RunQueryEntity>();

    public DbSet<ProblemEntity> Problems => Set<ProblemEntity>();

    public DbSet<ScanDayEntity> ScanDays => Set<ScanDayEntity>();

    public DbSet<DeliveryDelayEntity> DeliveryDelays => Set<DeliveryDelayEntity>();

    public DbSet<SavedQueryEntity> SavedQueries => Set<SavedQueryEntity>();

    public DbSet<QueryHistoryEntity> QueryHistory => Set<QueryHistoryEntity>();

    public DbSet<CredentialEntity> Credentials => Set<CredentialEntity>();

    public DbSet<ActivityEntity> Activity => Set<ActivityEntity>();

    public DbSet<ShortLinkEntity> ShortLinks => Set<ShortLinkEntity>();

    public DbSet<SnapshotEntity> Snapshots => Set<SnapshotEntity>();

    public DbSet<SnapshotPartEntity> SnapshotParts => Set<SnapshotPartEntity>();

    public DbSet<ReviewItemEntity> ReviewItems => Set<ReviewItemEntity>();

    public DbSet<LookBackEntity> LookBacks => Set<LookBackEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MapDimension<UserNameEntity>(modelBuilder, "user_name");
        MapDimension<ObjectNameEntity>(modelBuilder, "object_name");
        MapDimension<NamespaceEntity>(modelBuilder, "namespace");
        MapDimension<AddressEntity>(modelBuilder, "address");
        MapDimension<UserAgentEntity>(modelBuilder, "user_agent");
        MapDimension<UriEntity>(modelBuilder, "uri");
        MapDimension<AuditIdEntity>(modelBuilder, "audit_id");
        MapDimension<WordEntity>(modelBuilder, "word");
        modelBuilder.Entity<ResourceEntity>(b =>
        {
            b.ToTable("resource");
            b.Property(r => r.Id).ValueGeneratedNever();
            b.HasIndex(r => new { r.Resource, r.Subresource }).IsUnique();
        });

        modelBuilder.Entity<EventEntity>(MapEvent);
        MapEventParts(modelBuilder);
        MapHarvest(modelBuilder);
        MapRuns(modelBuilder);
        MapSavedQueries(modelBuilder);
        MapListings(modelBuilder);
        MapTrail(modelBuilder);
        MapPeople(modelBuilder);
        MapSharing(modelBuilder);
        MapReviews(modelBuilder);
        MapLookBacks(modelBuilder);
        UseSnakeCase(modelBuilder);
    }

    private static void MapDimension<T>(ModelBuilder modelBuilder, string table)
        where T : Dimension =>
        modelBuilder.Entity<T>(b =>
        {
            b.ToTable(table);
            b.Property(d => d.Id).ValueGeneratedNever();
            b.HasIndex(d => d.Text).IsUnique();
        });

    private static void MapEvent(EntityTypeBuilder<EventEntity> b)
    {
        b.ToTable("event");
        b.Property(e => e.Id).ValueGeneratedNever();
        b.HasOne<ClusterEntity>().WithMany().HasForeignKey(e => e.ClusterId).OnDelete(DeleteBehavior.Restrict);

        // I1: the same content of a cluster is one event.
        b.HasIndex(e => e.Identity).IsUnique();

        // Newest first with ties first stored first: SQLite ends each index with the row number, ascending.
        // This one holds all that filters, facets, bins and counts look at, so that they read it alone, in order, instead of every row somewhere else.
        b.HasIndex(
            e => new
            {
                e.ClusterId,
                e.Time,
                e.Id,
                e.Kind,
                e.Code,
                e.VerbId,
                e.UserId,
                e.NamespaceId,
                e.NameId,
                e.ResourceId,
                e.AddressId,
                e.ApiGroupId,
                e.UserAgentId,
                e.UriId,
                e.AuditIdId,
                e.StageId,
                e.ImpersonatedUserId,
                e.AddressListId,
                e.QueryBits,
                e.StackQueryId,
            },
            EventIndex.ClusterTime).IsDescending([.. Enumerable.Range(0, 20).Select(column => column == 1)]);
        b.HasIndex(e => e.Time, EventIndex.Time).IsDescending(true);
        b.HasIndex(e => new { e.Time, e.ClusterId }, EventIndex.Changes).IsDescending(true, false).HasFilter(EventIndex.ChangesFilter);
        b.HasIndex(e => new { e.Time, e.ClusterId }, EventIndex.OtherGroups).IsDescending(true, false).HasFilter(EventIndex.OtherGroupsFilter);
        b.HasIndex(e => e.ClusterId, EventIndex.Undated).HasFilter("time IS NULL");

        // Selective values: an object's history, one user, one address.
        b.HasIndex(e => new { e.NameId, e.Time }, EventIndex.Name).IsDescending(false, true).HasFilter("name_id IS NOT NULL");
        b.HasIndex(e => new { e.UserId, e.Time }, EventIndex.User).IsDescending(false, true);
        b.HasIndex(e => new { e.NamespaceId, e.Time }, EventIndex.Namespace).IsDescending(false, true);
        b.HasIndex(e => new { e.AddressId, e.Time }, EventIndex.Address).IsDescending(false, true);
        b.HasIndex(e => new { e.UriId, e.Time }, EventIndex.Uri).IsDescending(false, true);
        b.HasIndex(e => new { e.ImpersonatedUserId, e.Time }, EventIndex.ImpersonatedUser).IsDescending(false, true).HasFilter("impersonated_user_id IS NOT NULL");
        b.HasIndex(e => new { e.AddressListId, e.Time }, EventIndex.AddressList).IsDescending(false, true).HasFilter("address_list_id IS NOT NULL");

        // Finds another event of the same auditID and stage in one step, however many there are.
        b.HasIndex(e => new { e.AuditIdId, e.ClusterId, e.StageId }, EventIndex.AuditId).HasFilter("audit_id_id IS NOT NULL");
    }

    private static void MapEventParts(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EventBodyEntity>(b =>
        {
            b.ToTable("event_body");
            b.HasKey(x => x.EventId);
            b.Property(x => x.EventId).ValueGeneratedNever();
            b.HasOne<EventEntity>().WithOne().HasForeignKey<EventBodyEntity>(x => x.EventId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<EventMatchEntity>(b =>
        {
            b.ToTable("event_match");
            b.HasKey(x => new { x.EventId, x.QueryId });
            b.HasOne<EventEntity>().WithMany().HasForeignKey(x => x.EventId).OnDelete(DeleteBehavior.Cascade);
            b.HasOne<QueryEntity>().WithMany().HasForeignKey(x => x.QueryId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(x => new { x.QueryId, x.ClusterId, x.Time, x.EventId }, EventIndex.MatchCluster).IsDescending(false, false, true, false);
            b.HasIndex(x => new { x.QueryId, x.Time, x.EventId }, EventIndex.Match).IsDescending(false, true, false);
        });
        modelBuilder.Entity<MinuteCountEntity>(b =>
        {
            b.ToTable("minute_count");
            b.HasKey(x => new { x.ClusterId, x.QueryId, x.Minute });
        });
        modelBuilder.Entity<MinuteStackEntity>(b =>
        {
            b.ToTable("minute_stack");
            b.HasKey(x => new { x.ClusterId, x.QueryId, x.Minute });
        });
    }

    private static void MapHarvest(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ClusterEntity>(b =>
        {
            b.ToTable("cluster");
            b.HasIndex(x => x.Name).IsUnique();
        });
        modelBuilder.Entity<QueryEntity>(b =>
        {
            b.ToTable("query");
            b.HasIndex(x => x.Name).IsUnique();
        });
        modelBuilder.Entity<CoverageEntity>(b =>
        {
            b.ToTable("coverage", t => t.HasCheckConstraint("ck_coverage_not_empty", "from_time < to_time"));
            b.HasIndex(x => new { x.ClusterId, x.QueryId, x.SelectionHash, x.FromTime }).IsUnique();
        });
        modelBuilder.Entity<CoverageFailureEntity>(b =>
        {
            b.ToTable("coverage_failure", t => t.HasCheckConstraint("ck_coverage_failure_not_empty", "from_time < to_time"));
            b.HasIndex(x => new { x.ClusterId, x.QueryId, x.FromTime });
        });
        modelBuilder.Entity<FileSpanEntity>(b =>
        {
            b.ToTable("file_span");
            b.HasKey(x => new { x.ClusterId, x.Origin });
        });
        modelBuilder.Entity<FilePositionEntity>(b =>
        {
            b.ToTable("file_position");
            b.HasKey(x => new { x.ClusterId, x.Fingerprint, x.FingerprintLength });
        });
        modelBuilder.Entity<LeaseEntity>(b =>
        {
            b.ToTable("lease");
            b.HasKey(x => x.ClusterId);
            b.Property(x => x.ClusterId).ValueGeneratedNever();
        });
        modelBuilder.Entity<QuarantineEntity>(b =>
        {
            b.ToTable("quarantine");
            b.HasIndex(x => new { x.ClusterId, x.Identity }).IsUnique();
        });
        modelBuilder.Entity<QuarantineMatchEntity>(b =>
        {
            b.ToTable("quarantine_match");
            b.HasKey(x => new { x.QuarantineId, x.QueryId });
            b.HasOne<QuarantineEntity>().WithMany().HasForeignKey(x => x.QuarantineId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<DeliveryDelayEntity>(b =>
        {
            b.ToTable("delivery_delay");
            b.HasKey(x => new { x.ClusterId, x.Day, x.UpToSeconds });
            b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<LateCheckEntity>(b =>
        {
            b.ToTable("late_check");
            b.HasKey(x => x.ClusterId);
            b.Property(x => x.ClusterId).ValueGeneratedNever();
            b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<PendingExpiryEntity>(b =>
        {
            b.ToTable("pending_expiry");
            b.HasKey(x => x.ClusterId);
            b.Property(x => x.ClusterId).ValueGeneratedNever();
        });
    }

    private static void MapRuns(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RunEntity>(b =>
        {
            b.ToTable("run");
            b.HasIndex(x => new { x.ClusterId, x.EndedAt });
        });
        modelBuilder.Entity<RunQueryEntity>(b =>
        {
            b.ToTable("run_query");
            b.HasOne<RunEntity>().WithMany().HasForeignKey(x => x.RunId).OnDelete(DeleteBehavior.Cascade);
            b.HasIndex(x => new { x.QueryId, x.Id });
        });
        modelBuilder.Entity<ProblemEntity>(b =>
        {
            b.ToTable("problem");
            b.HasKey(x => new { x.ClusterId, x.Part, x.Message });
        });
        modelBuilder.Entity<ScanDayEntity>(b =>
        {
            b.ToTable("scan_day");
            b.HasKey(x => new { x.ClusterId, x.Day, x.Purpose, x.QueryId });
            b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ForgottenSpendEntity>(b =>
        {
            b.ToTable("forgotten_spend");
            b.HasKey(x => new { x.Cluster, x.Day });
        });
        modelBuilder.Entity<ScanRateEntity>(b =>
        {
            b.ToTable("scan_rate");
            b.HasKey(x => new { x.ClusterId, x.Day });
            b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void MapSavedQueries(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SavedQueryEntity>(b =>
        {
            b.ToTable("saved_query");
            b.HasIndex(x => new { x.Owner, x.Name }).IsUnique();
        });
        modelBuilder.Entity<QueryHistoryEntity>(b =>
        {
            b.ToTable("query_history");
            b.HasIndex(x => x.Owner);
        });
    }

    private static void MapListings(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ListingEntity>(b =>
        {
            b.ToTable("listing");
            b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Cascade);

            // The same listing of the same time is one.
            b.HasIndex(x => new { x.ClusterId, x.Time, x.ContentHash }).IsUnique();
        });
        modelBuilder.Entity<ListingObjectEntity>(b =>
        {
            b.ToTable("listing_object");
            b.HasKey(x => new { x.ListingId, x.Kind, x.Namespace, x.Name });
            b.HasOne<ListingEntity>().WithMany().HasForeignKey(x => x.ListingId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void MapTrail(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TrailCallEntity>(b =>
        {
            b.ToTable("trail_call");
            b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Restrict);

            // I1: the same content of a cluster is one call.
            b.HasIndex(x => x.Identity).IsUnique();
            b.HasIndex(x => new { x.ClusterId, x.EventId });
            b.HasIndex(x => new { x.ClusterId, x.Kind, x.Time });

            // Who took which role, with what outcome, when first and how often: read alone.
            b.HasIndex(x => new { x.ClusterId, x.Kind, x.Subject, x.Role, x.Outcome, x.Time });
        });
        modelBuilder.Entity<TrailSpanEntity>(b =>
        {
            b.ToTable("trail_span");
            b.HasKey(x => new { x.ClusterId, x.Origin });
            b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void MapLookBacks(ModelBuilder modelBuilder) => modelBuilder.Entity<LookBackEntity>(b =>
    {
        b.ToTable("look_back");
        b.HasIndex(x => new { x.ClusterId, x.Kind, x.Namespace, x.Name });
        b.HasOne<ClusterEntity>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Cascade);
    });

    private static void MapPeople(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CredentialEntity>(b =>
        {
            b.ToTable("credential");
            b.HasIndex(x => x.SecretHash).IsUnique();
        });
        modelBuilder.Entity<ActivityEntity>(b => b.ToTable("activity"));
    }

    private static void MapSharing(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ShortLinkEntity>(b =>
        {
            b.ToTable("short_link");
            b.HasIndex(x => x.Code).IsUnique();
            b.HasIndex(x => x.Owner);
        });
        modelBuilder.Entity<SnapshotEntity>(b =>
        {
            b.ToTable("snapshot");
            b.Property(x => x.Id).ValueGeneratedNever();
            b.HasIndex(x => x.Code).IsUnique();
        });
        modelBuilder.Entity<SnapshotPartEntity>(b =>
        {
            b.ToTable("snapshot_part");
            b.HasKey(x => new { x.Code, x.Number });
        });
    }

    private static void MapReviews(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ReviewEntity>(b =>
        {
            b.ToTable("review");
            b.HasIndex(x => x.Code).IsUnique();
        });
        modelBuilder.Entity<ReviewItemEntity>(b =>
        {
            b.ToTable("review_item");
            b.HasOne<ReviewEntity>().WithMany().HasForeignKey(x => x.ReviewId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(x => new { x.ReviewId, x.EventId }).IsUnique();
        });
        modelBuilder.Entity<ReviewMarkEntity>(b =>
        {
            b.ToTable("review_mark");
            b.HasOne<ReviewItemEntity>().WithMany().HasForeignKey(x => x.ItemId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void UseSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
