using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.OpenIdProvider;

/// <summary>What the provider knows of clients and codes.</summary>
internal sealed class ProviderContext(DbContextOptions<ProviderContext> options) : DbContext(options);
