using AuditDashboard.Harvest.Sources.Demo.Objects;

namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>Kubelets that ask for tokens for their pods. The audit policy logs these at two stages, unlike all else.</summary>
internal static class ServiceAccountTokens
{
    /// <summary>One request, two events.</summary>
    public static void Tell(DemoMinute minute, ref DemoRandom random)
    {
        var at = minute.StartMicros + random.Between(20_000, DemoTime.Minute);
        var team = random.Pick(DemoRobots.Teams);
        var target = new DemoObject("", "serviceaccounts", team, "default") { Subresource = "token" };
        var done = new DemoEvent
        {
            AtMicros = at,
            TookMicros = random.Between(3_000, 20_000),
            AuditId = random.Uuid(),
            Verb = "create",
            Uri = target.Path,
            User = DemoRobots.Kubelet(random.Below(DemoRobots.NodeCount)),
            Object = target,
            Code = 201,
            Request = json => SimpleObjects.Write(json, "authentication.k8s.io/v1", "TokenRequest", team, "default", content: static json =>
            {
                json.WriteStartObject("spec"u8);
                json.WriteStartArray("audiences"u8);
                json.WriteStringValue("https://oidc.eks.eu-north-1.example/id/0F1E2D3C4B5A6978"u8);
                json.WriteEndArray();
                json.WriteNumber("expirationSeconds"u8, 3607);
                json.WriteEndObject();
            }),
        };
        minute.Add(done with { AtMicros = at - done.TookMicros, TookMicros = 0, Stage = "RequestReceived", Code = 0, Request = null });
        minute.Add(done);
    }
}
