using System.Text.Json;
using AuditDashboard.Harvest.Sources.Demo.Objects;

namespace AuditDashboard.Harvest.Sources.Demo.Noise;

/// <summary>Flux, Argo CD and the build system at work.</summary>
internal static class Deployments
{
    private static readonly string[] Apps = ["api", "worker", "gateway", "scheduler", "frontend"];

    /// <summary>One request.</summary>
    public static void Tell(DemoMinute minute, long at, ref DemoRandom random)
    {
        var team = random.Pick(DemoRobots.Teams);
        var app = random.Pick(Apps);
        var build = random.Between(1_000, 9_999);
        var (user, verb, target) = random.Below(8) switch
        {
            0 => (DemoRobots.Flux(minute.Seed), "list", new DemoObject("kustomize.toolkit.fluxcd.io", "kustomizations", null, null)),
            1 => (DemoRobots.Flux(minute.Seed), "patch", new DemoObject("kustomize.toolkit.fluxcd.io", "kustomizations", "flux-system", team) { Subresource = "status" }),
            2 or 3 => (DemoRobots.Argo(minute.Seed), "patch", new DemoObject("argoproj.io", "applications", "argocd", team) { Version = "v1alpha1" }),
            4 => (DemoRobots.Argo(minute.Seed), "get", new DemoObject("apps", "deployments", team, app)),
            5 => (DemoRobots.Ci(minute.Seed), "get", new DemoObject("apps", "deployments", team, app)),
            6 => (DemoRobots.Ci(minute.Seed), "list", new DemoObject("", "pods", team, null)),
            _ => (DemoRobots.Ci(minute.Seed), "patch", new DemoObject("apps", "deployments", team, app)),
        };
        var isDeploy = verb == "patch" && target.Resource == "deployments";
        var uid = random.Uuid();
        minute.Add(new DemoEvent
        {
            AtMicros = at,
            TookMicros = random.Between(3_000, 30_000),
            AuditId = random.Uuid(),
            Verb = verb,
            Uri = target.Path + (isDeploy ? "?fieldManager=kubectl-set" : ""),
            User = user,
            Object = target,
            Request = isDeploy ? json => WriteImage(json, team, app, build) : null,
            Response = isDeploy ? json => SimpleObjects.Write(json, "apps/v1", "Deployment", team, app, uid, at, inner => WriteSpec(inner, team, app, build)) : null,
        });
    }

    private static void WriteImage(Utf8JsonWriter json, string team, string app, long build)
    {
        json.WriteStartObject();
        WriteSpec(json, team, app, build);
        json.WriteEndObject();
    }

    private static void WriteSpec(Utf8JsonWriter json, string team, string app, long build)
    {
        json.WriteStartObject("spec"u8);
        json.WriteStartObject("template"u8);
        json.WriteStartObject("spec"u8);
        json.WriteStartArray("containers"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, app);
        json.WriteString("image"u8, $"{DemoPeople.Account}.dkr.ecr.eu-north-1.example/{team}/{app}:build-{build}");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
