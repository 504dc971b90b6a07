using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditDashboard.LocalCloudWatch.Faults;

/// <summary>The faults of a server. Rules may come and go while it runs. Safe for several threads.</summary>
public sealed class FaultScript
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _calls = new(StringComparer.Ordinal);
    private readonly List<(FaultRule Rule, int Used)> _rules = [];

    /// <summary>Adds a rule; of several that fit a call, the one that was added first counts.</summary>
    public void Add(FaultRule rule)
    {
        lock (_lock)
        {
            _rules.Add((rule, 0));
        }
    }

    /// <summary>Takes all rules away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    /// <summary>Adds the rules of a JSON file: a list of objects with the members of <see cref="FaultRule"/>, such as <c>{"operation": "StartQuery", "nth": 3, "fault": "Throttle"}</c>.</summary>
    public void AddFile(string path)
    {
        using var file = File.OpenRead(path);
        foreach (var rule in JsonSerializer.Deserialize(file, FaultJson.Default.ListFaultRule) ?? [])
        {
            Add(rule);
        }
    }

    /// <summary>Counts a call and gives the rule by which it goes wrong; null if it does not.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="window">The call's window in seconds since 1970, both inclusive; null without one.</param>
    public FaultRule? Next(string operation, (long From, long To)? window)
    {
        lock (_lock)
        {
            var call = _calls[operation] = _calls.GetValueOrDefault(operation) + 1;
            for (var i = 0; i < _rules.Count; i++)
            {
                var (rule, used) = _rules[i];
                if ((rule.Operation is null || rule.Operation == operation) && (rule.Nth is null || rule.Nth == call)
                    && (rule.Every is null || call % rule.Every == 0) && (rule.Times is null || used < rule.Times) && Touches(rule, window))
                {
                    _rules[i] = (rule, used + 1);
                    return rule;
                }
            }

            return null;
        }
    }

    private static bool Touches(FaultRule rule, (long From, long To)? window) =>
        (rule.From is null && rule.To is null)
        || (window is { } asked && asked.To >= (rule.From ?? long.MinValue) && asked.From <= (rule.To ?? long.MaxValue));
}

/// <summary>Reads rules.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<FaultRule>))]
internal sealed partial class FaultJson : JsonSerializerContext;
