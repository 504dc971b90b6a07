using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AuditDashboard.Storage.Schema;

/// <summary>Lets <c>dotnet ef migrations add NAME --project src/AuditDashboard.Storage</c> see the model; opens no database.</summary>
internal sealed class AuditDbContextFactory : IDesignTimeDbContextFactory<AuditDbContext>
{
    /// <inheritdoc/>
    public AuditDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AuditDbContext>().UseSqlite("Data Source=:memory:").Options);
}
