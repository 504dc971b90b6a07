namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus on the pages of single events and of aws-auth.</summary>
public sealed class HostileEventTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    [Fact]
    public async Task Corpus_InAnEvent_IsText()
    {
        await using var visit = await VisitAsync();

        await LookAtEventsAsync(visit);

        AssertNone(visit);
    }

    [Fact]
    public async Task Corpus_InAwsAuth_IsText()
    {
        await using var visit = await VisitAsync();

        await LookAtAwsAuthAsync(visit);

        AssertNone(visit);
    }

    private static async Task LookAtEventsAsync(HostileVisit visit)
    {
        var whole = await EventsAsync(visit, "limit=200&query=roles&verb=create");
        var others = await EventsAsync(visit, "limit=200&query=denied");
        Assert.Equal((HostileStrings.Literals.Count + 79) / 80, whole.Count);
        foreach (var id in whole)
        {
            foreach (var mode in (string[])["", "?view=json", "?view=raw"])
            {
                await LookAsync(visit, $"/event/{id}{mode}");
            }

            await LookAsync(visit, $"/changes?sel={id}");
        }

        foreach (var id in others.Where((_, i) => i % 25 == 0))
        {
            await LookAsync(visit, $"/event/{id}");
            await LookAsync(visit, $"/events?sel={id}");
        }
    }

    private static async Task LookAtAwsAuthAsync(HostileVisit visit)
    {
        var ids = await EventsAsync(visit, "limit=200&query=aws-auth");
        Assert.Equal((HostileStrings.Literals.Count + 9) / 10, ids.Count);
        foreach (var id in ids.Where((_, i) => i % 4 == 0))
        {
            // Each page shows the selected change and up to three that followed.
            await LookAsync(visit, $"/aws-auth?sel={id}");
            await LookAsync(visit, $"/aws-auth?view=yaml&sel={id}");
        }
    }
}
