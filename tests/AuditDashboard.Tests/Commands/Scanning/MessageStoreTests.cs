using AuditDashboard.Commands.Querying;

namespace AuditDashboard.Tests.Commands.Scanning;

public sealed class MessageStoreTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(100_000_000)]
    public void Get_AnyOrder_GivesWhatWasAdded(int memoryLimit)
    {
        var random = new Random(7);
        var messages = Enumerable.Range(0, 400).Select(i => new byte[i % 50 == 0 ? 300_000 + random.Next(300_000) : random.Next(3_000)]).ToList();
        messages.ForEach(random.NextBytes);
        using var store = new MessageStore(memoryLimit);
        var places = new List<MessageStore.Place>();

        foreach (var message in messages)
        {
            places.Add(store.Add(message));

            // One that may still be on its way to the file, and one from long ago.
            var other = random.Next(places.Count);
            Assert.True(store.Get(places[^1]).Span.SequenceEqual(message));
            Assert.True(store.Get(places[other]).Span.SequenceEqual(messages[other]));
        }

        Assert.Equal(memoryLimit < 100_000_000, store.IsSpilled);
        foreach (var i in Enumerable.Range(0, messages.Count).Reverse())
        {
            Assert.True(store.Get(places[i]).Span.SequenceEqual(messages[i]));
        }
    }
}
