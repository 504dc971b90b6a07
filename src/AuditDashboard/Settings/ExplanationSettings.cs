using System.Net;
using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Kubernetes.Explanations;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Queue;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Settings;

/// <summary>Reads the section <c>Explanations</c>.</summary>
internal static class ExplanationSettings
{
    private static readonly ChangeKind[] Kinds = [ChangeKind.Role, ChangeKind.RoleBinding, ChangeKind.ClusterRole, ChangeKind.ClusterRoleBinding, ChangeKind.AwsAuth];

    /// <summary>Reads it.</summary>
    public static QueueOptions Read(IConfiguration configuration, List<string> problems)
    {
        var section = configuration.GetSection("Explanations");
        var reader = new SettingsReader(section, problems);
        var options = new QueueOptions
        {
            UseKnownControllers = reader.Boolean("UseKnownControllers", new QueueOptions().UseKnownControllers),
            Rules = [.. SettingsReader.Items(configuration, "Explanations:Rules", problems).Select(item => ReadRule(item, problems))],
            ChangeWindows = [.. SettingsReader.Items(configuration, "Explanations:ChangeWindows", problems).Select(item => ReadWindow(item, problems))],
        };

        // The lists are read above; asking for them makes their names known.
        reader.List("Rules");
        reader.List("ChangeWindows");
        reader.RefuseUnknown();
        return options;
    }

    private static ExplanationRule ReadRule(IConfigurationSection section, List<string> problems)
    {
        var reader = new SettingsReader(section, problems);
        var rule = ReadNarrowing(reader) with { Name = reader.Text("Name", "") };
        reader.RefuseUnknown();
        if (rule.FindProblem() is { } problem)
        {
            problems.Add($"{section.Path} {problem}");
        }

        return rule;
    }

    private static ChangeWindow ReadWindow(IConfigurationSection section, List<string> problems)
    {
        var reader = new SettingsReader(section, problems);
        var ticket = reader.Text("Ticket", "");
        if (string.IsNullOrWhiteSpace(ticket))
        {
            reader.Refuse("Ticket", "is empty. Write the ticket's id, such as OPS-1234.");
        }

        var (from, to) = (ReadTime(reader, "From"), ReadTime(reader, "To"));
        if (from is not null && to is not null && to <= from)
        {
            reader.Refuse("To", "is not after From. Write a later time.");
        }

        var rule = ReadNarrowing(reader) with { Name = ticket.Length == 0 ? "x" : ticket };
        var window = new ChangeWindow
        {
            Ticket = ticket,
            FromMicros = from ?? 0,
            ToMicros = to ?? 0,
            Clusters = reader.List("Clusters"),
            Explains = rule.Users.Count > 0 || rule.IamPrincipals.Count > 0 ? rule : null,
        };
        reader.RefuseUnknown();
        if (window.Explains?.FindProblem() is { } problem)
        {
            problems.Add($"{section.Path} {problem}");
        }

        return window;
    }

    private static ExplanationRule ReadNarrowing(SettingsReader reader) => new()
    {
        Name = "",
        Users = reader.List("Users"),
        IamPrincipals = reader.List("IamPrincipals"),
        Pods = reader.List("Pods"),
        Kinds = ReadKinds(reader),
        Verbs = reader.List("Verbs"),
        Namespaces = reader.List("Namespaces"),
        Names = reader.List("Names"),
        Addresses = ReadNetworks(reader),
        UserAgents = reader.List("UserAgents"),
        AllowsImpersonation = reader.Boolean("AllowsImpersonation", fallback: false),
    };

    private static long? ReadTime(SettingsReader reader, string name)
    {
        var text = reader.Text(name, "");
        if (UtcText.TryParseUrl(text, out var micros))
        {
            return micros;
        }

        reader.Refuse(name, $"is '{text}'. Write a time such as 2026-11-23T13:00:00Z.");
        return null;
    }

    private static List<ChangeKind> ReadKinds(SettingsReader reader)
    {
        var kinds = new List<ChangeKind>();
        foreach (var text in reader.List("Kinds"))
        {
            var kind = Array.Find(Kinds, k => FacetWords.OfKind(k) == text);
            if (kind == ChangeKind.None)
            {
                reader.Refuse("Kinds", $"holds '{text}'. Known are {string.Join(", ", Kinds.Select(FacetWords.OfKind))}.");
            }
            else
            {
                kinds.Add(kind);
            }
        }

        return kinds;
    }

    private static List<IPNetwork> ReadNetworks(SettingsReader reader)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in reader.List("Addresses"))
        {
            // The framework reads 10/8 as 0.0.0.10/8, which nobody means.
            if (IPNetwork.TryParse(text, out var network) && SourceAddress.KindOf(text.Split('/')[0]) is not (AddressKind.NotAnAddress or AddressKind.AwsService))
            {
                networks.Add(network);
            }
            else
            {
                reader.Refuse("Addresses", $"holds '{text}'. Write a network such as 10.0.40.0/24.");
            }
        }

        return networks;
    }
}
