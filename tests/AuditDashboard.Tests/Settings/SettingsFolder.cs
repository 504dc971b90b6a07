using AuditDashboard.Settings;
using Microsoft.Extensions.Configuration;

namespace AuditDashboard.Tests.Settings;

/// <summary>A content root of its own, deleted afterwards.</summary>
internal sealed class SettingsFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("audit-settings-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Loads settings given as key and value.</summary>
    public (DashboardSettings? Settings, IReadOnlyList<string> Problems) Load(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .Build();
        DashboardSettings.TryLoad(configuration, Path, out var settings, out var problems);
        return (settings, problems);
    }
}
