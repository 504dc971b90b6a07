using System.Text.Json;

namespace AuditDashboard.Harvest.Sources.Demo.Noise;

/// <summary>Nodes: leases, status, and the things their pods need.</summary>
internal static class Kubelets
{
    /// <summary>One request.</summary>
    public static void Tell(DemoMinute minute, long at, ref DemoRandom random)
    {
        var node = random.Below(DemoRobots.NodeCount);
        var name = DemoRobots.NodeName(node);
        var team = random.Pick(DemoRobots.Teams);
        var kind = random.Below(10);
        var (verb, target) = kind switch
        {
            < 5 => ("update", new DemoObject("coordination.k8s.io", "leases", "kube-node-lease", name)),
            < 7 => ("patch", new DemoObject("", "nodes", null, name) { Subresource = "status" }),
            7 => ("patch", new DemoObject("", "pods", team, $"api-{random.Suffix(9)}-{random.Suffix(5)}") { Subresource = "status" }),
            8 => ("get", new DemoObject("", "configmaps", team, "kube-root-ca.crt")),
            _ => ("get", new DemoObject("", "pods", team, $"worker-{random.Below(8)}")),
        };
        minute.Add(new DemoEvent
        {
            AtMicros = at,
            TookMicros = random.Between(2_000, 14_000),
            AuditId = random.Uuid(),
            Verb = verb,
            Uri = target.Path + (kind < 7 ? "?timeout=10s" : ""),
            User = DemoRobots.Kubelet(node),
            Object = target,
            Request = verb == "patch" ? json => WriteStatus(json, at) : null,
        });
    }

    private static void WriteStatus(Utf8JsonWriter json, long at)
    {
        json.WriteStartObject();
        json.WriteStartObject("status"u8);
        json.WriteStartArray("conditions"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "Ready"u8);
        json.WriteString("status"u8, "True"u8);
        DemoEventWriter.WriteSeconds(json, "lastHeartbeatTime"u8, at);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
