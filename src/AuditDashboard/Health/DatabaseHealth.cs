using AuditDashboard.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SQLitePCL;

namespace AuditDashboard.Health;

/// <summary>Ready means: the database opens, has its schema, and can be written. It takes no lock, so that a long harvest does not read as a fault.</summary>
internal sealed class DatabaseHealth(AuditDatabase database) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenWriteAsync(cancellationToken);
            if (raw.sqlite3_db_readonly(connection.Handle, "main") != 0)
            {
                return HealthCheckResult.Unhealthy("The database cannot be written.");
            }

            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM __EFMigrationsHistory";
            return await command.ExecuteScalarAsync(cancellationToken) is > 0L
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database has no schema.");
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            return HealthCheckResult.Unhealthy("The database cannot be used.", exception);
        }
    }
}
