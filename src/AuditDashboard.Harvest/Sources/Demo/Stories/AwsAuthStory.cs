namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>
/// The life of <c>aws-auth</c>: at least two edits a day. Over a cycle: a team's role is mapped and an old one removed, developers get a group, a typo locks
/// everybody out until the cluster's creator repairs it, a break-glass user comes and goes, the map is replaced by force, and the attacker adds
/// a foreign account's role to <c>system:masters</c>, which the on-call engineer takes out again.
/// </summary>
internal static class AwsAuthStory
{
    private static readonly DemoObject Target = new("", "configmaps", "kube-system", "aws-auth");

    /// <summary>The story's events in this minute, with those of being locked out.</summary>
    public static void Tell(DemoMinute minute)
    {
        var (first, last) = StoryCycle.Around(minute);
        for (var cycle = first; cycle <= last; cycle++)
        {
            var edits = Edits(minute.Seed, cycle);
            var map = StartOf(cycle);
            var before = Edits(minute.Seed, cycle - 1)[^1].AtMicros;
            var isReplaced = false;
            foreach (var edit in edits)
            {
                map = edit.Change(map);
                isReplaced |= edit.Verb == "create";
                if (minute.Contains(edit.AtMicros))
                {
                    minute.Add(Event(minute.Seed, cycle, edit, map, before, isReplaced));
                }

                before = edit.AtMicros;
            }

            Lockout.Tell(minute, edits.Single(e => e.IsTypo).AtMicros, edits.Single(e => e.IsRepair).AtMicros);
        }
    }

    /// <summary>True in the minutes in which the map is broken.</summary>
    public static bool IsLockedOut(long seed, long minute)
    {
        var start = minute * DemoTime.Minute;
        var edits = Edits(seed, StoryCycle.Of(start));
        return edits.Single(e => e.IsTypo).AtMicros < start + DemoTime.Minute && edits.Single(e => e.IsRepair).AtMicros > start;
    }

    /// <summary>From when to when the break-glass user is in the map.</summary>
    public static (long From, long To) BreakGlass(long seed, long cycle)
    {
        var edits = Edits(seed, cycle);
        return (edits.Single(e => e.IsOpening).AtMicros, edits.Single(e => e.IsClosing).AtMicros);
    }

    /// <summary>The map as a cycle finds it.</summary>
    private static AwsAuthMap StartOf(long cycle) => new([Team(cycle), Team(cycle + 1)], DemoTime.Modulo(cycle, 2) == 1);

    private static string Team(long number) => DemoRobots.Teams[DemoTime.Modulo(number, DemoRobots.Teams.Length)];

    /// <summary>The edits of a cycle in time order.</summary>
    private static List<Edit> Edits(long seed, long cycle)
    {
        var random = new DemoRandom(seed, DemoPurpose.AwsAuth, cycle);
        var attack = AttackStory.StartOf(seed, cycle);
        var typo = Morning(1, ref random);
        var repair = typo + random.Between(9 * DemoTime.Minute, 16 * DemoTime.Minute);
        var replaced = Evening(2, ref random);
        var edits = new List<Edit>
        {
            new(Morning(0, ref random), "patch", Who.Admin, m => m with { Teams = [.. m.Teams, Team(cycle + 2)] }),
            new(Evening(0, ref random), "patch", Who.Admin, m => m with { MayDevelopersExec = !m.MayDevelopersExec }),
            new(typo, "update", Who.SecondAdmin, m => m with { HasTypo = true }) { IsTypo = true },
            new(repair, "update", Who.Creator, m => m with { HasTypo = false }) { IsRepair = true },
            new(Evening(1, ref random), "patch", Who.Admin, m => m with { HasBreakGlassUser = true }) { IsOpening = true },
            new(Morning(2, ref random), "patch", Who.Admin, m => m with { HasBreakGlassUser = false }) { IsClosing = true },
            new(replaced, "delete", Who.SecondAdmin, m => m),
            new(replaced + (2 * DemoTime.Second), "create", Who.SecondAdmin, m => m with { HasCanary = true }),
            new(Morning(3, ref random), "patch", Who.Admin, m => m with { HasCanary = false }),
            new(attack + AttackStory.MapEdit, "patch", Who.Attacker, m => m with { HasForeignMaster = true }),
            new(attack + AttackStory.MapRepair, "update", Who.Admin, m => m with { HasForeignMaster = false }),
            new(Evening(3, ref random), "update", Who.Terraform, m => m with { HasDataNodes = true }),
            new(Morning(4, ref random), "patch", Who.Admin, m => m with { Teams = [.. m.Teams.Skip(1)] }),
            new(Evening(4, ref random), "update", Who.Terraform, m => m with { HasDataNodes = false }),
        };
        edits.Sort((a, b) => a.AtMicros.CompareTo(b.AtMicros));
        return edits;

        long Morning(int day, ref DemoRandom r) => StoryCycle.At(cycle, day, 6, 30) + r.Below(3 * DemoTime.Hour);

        long Evening(int day, ref DemoRandom r) => StoryCycle.At(cycle, day, 15) + r.Below(3 * DemoTime.Hour);
    }

    private static DemoEvent Event(long seed, long cycle, Edit edit, AwsAuthMap map, long beforeMicros, bool isReplaced)
    {
        var at = edit.AtMicros;
        var random = new DemoRandom(seed, DemoPurpose.AwsAuth, cycle, at);
        var user = UserOf(edit.Who, seed, cycle, at);

        // Replacing by force makes another object of the same name.
        var made = isReplaced ? cycle : cycle - 1;
        var uid = new DemoRandom(seed, DemoPurpose.AwsAuth, made, -1).Uuid();
        var createdMicros = Edits(seed, made).Single(e => e.Verb == "create").AtMicros;
        var e = new DemoEvent
        {
            AtMicros = at,
            TookMicros = 12_480,
            AuditId = random.Uuid(),
            Verb = edit.Verb,
            Uri = edit.Verb switch
            {
                "create" => (Target with { Name = null }).Path + "?fieldManager=kubectl-replace",
                "patch" => Target.Path + "?fieldManager=kubectl-edit",
                _ => Target.Path,
            },
            User = user,
            Object = edit.Verb == "update" ? Target with { Uid = uid.ToString(), ResourceVersion = DemoTime.ResourceVersion(beforeMicros) } : Target,
            Code = edit.Verb == "create" ? 201 : 200,
        };
        return edit.Verb switch
        {
            "patch" => e with
            {
                Request = json =>
                {
                    json.WriteStartObject();
                    map.WriteData(json);
                    json.WriteEndObject();
                },
                Response = json => map.Write(json, uid, DemoTime.ResourceVersion(at), createdMicros),
            },
            "update" => e with
            {
                Request = json => map.Write(json, uid, DemoTime.ResourceVersion(beforeMicros), createdMicros),
                Response = json => map.Write(json, uid, DemoTime.ResourceVersion(at), createdMicros),
            },

            // The policy keeps no body of a create, and the answer to a delete is a Status.
            "delete" => e with
            {
                Response = json =>
                {
                    json.WriteStartObject();
                    json.WriteString("kind"u8, "Status"u8);
                    json.WriteString("apiVersion"u8, "v1"u8);
                    json.WriteString("status"u8, "Success"u8);
                    json.WriteStartObject("details"u8);
                    json.WriteString("name"u8, "aws-auth"u8);
                    json.WriteString("kind"u8, "configmaps"u8);
                    json.WriteString("uid"u8, uid);
                    json.WriteEndObject();
                    json.WriteEndObject();
                },
            },
            _ => e,
        };
    }

    private static DemoUser UserOf(Who who, long seed, long cycle, long at) => who switch
    {
        Who.Admin => DemoPeople.Get(seed, 0, at),
        Who.SecondAdmin => DemoPeople.Get(seed, 1, at),
        Who.Creator => Creator(seed, at),
        Who.Terraform => DemoRobots.Terraform(seed, at),
        Who.Attacker => AttackStory.Foothold(seed, cycle),
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "No such actor."),
    };

    /// <summary>Who made the cluster gets in whatever the map says.</summary>
    private static DemoUser Creator(long seed, long at)
    {
        var creator = DemoPeople.Assume(
            seed, DemoPeople.Account, "harborlight-cluster-creator", "mira.holm@harborlight.example", ["system:masters"], "198.51.100.23", "eksctl/0.194.0", at);
        return creator with { Username = "kubernetes-admin" };
    }

    private enum Who
    {
        Admin,
        SecondAdmin,
        Creator,
        Terraform,
        Attacker,
    }

    private sealed record Edit(long AtMicros, string Verb, Who Who, Func<AwsAuthMap, AwsAuthMap> Change)
    {
        public bool IsTypo { get; init; }

        public bool IsRepair { get; init; }

        public bool IsOpening { get; init; }

        public bool IsClosing { get; init; }
    }
}
