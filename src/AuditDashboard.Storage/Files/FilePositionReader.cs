using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Files;

/// <summary>Reads the positions of a cluster's files.</summary>
public sealed class FilePositionReader(AuditDatabase database)
{
    /// <summary>All known positions of a cluster, by path and fingerprint.</summary>
    public Task<IReadOnlyList<FilePosition>> GetAllAsync(string cluster, CancellationToken cancellationToken)
    {
        var name = StorableText.Keep(cluster);
        return database.QueryAsync<IReadOnlyList<FilePosition>>(
            async (context, token) =>
            {
                var rows = await (
                    from p in context.FilePositions
                    join c in context.Clusters on p.ClusterId equals c.Id
                    where c.Name == name
                    orderby p.Path, p.Fingerprint, p.FingerprintLength
                    select p).ToListAsync(token);
                return [.. rows.Select(p => new FilePosition(p.Fingerprint, p.FingerprintLength, p.Path, p.Offset, p.Line, p.IsComplete))];
            },
            cancellationToken);
    }
}
