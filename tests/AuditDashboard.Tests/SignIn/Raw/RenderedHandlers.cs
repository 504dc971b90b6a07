using System.Buffers.Binary;
using System.Text;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>Finds in a batch of what was rendered by which number an element's event is sent. The layout is the framework's: tables of 32-bit numbers, little-endian, at places that stand at the end.</summary>
internal static class RenderedHandlers
{
    private const int FrameSize = 20;
    private const int Attribute = 3;

    /// <summary>The number of the handler of an event of the element whose attribute has this value; null if the batch has none.</summary>
    public static long? Find(ReadOnlySpan<byte> batch, string handled, string attribute, string value)
    {
        var frames = Number(batch, batch.Length - 16);
        var count = Number(batch, frames);
        long? number = null;
        var isMeant = false;
        for (var i = 0; i < count; i++)
        {
            var frame = batch.Slice(frames + sizeof(int) + (i * FrameSize), FrameSize);
            var kind = Number(frame, 0);
            if (kind != Attribute)
            {
                if (isMeant && number is not null)
                {
                    return number;
                }

                (number, isMeant) = (null, false);
                continue;
            }

            var name = Text(batch, Number(frame, 4));
            if (name == handled)
            {
                number = BinaryPrimitives.ReadInt64LittleEndian(frame[12..]);
            }
            else if (name == attribute)
            {
                isMeant = Text(batch, Number(frame, 8)) == value;
            }
        }

        return isMeant ? number : null;
    }

    /// <summary>The number that took the place of this one where a batch draws its element anew; the same where it does not.</summary>
    public static long Follow(ReadOnlySpan<byte> batch, long handler)
    {
        // Numbers that end stand in the order of those that take their places, as long as nothing else ends.
        var disposed = Number(batch, batch.Length - 8);
        var (ended, count) = (-1, Number(batch, disposed));
        for (var i = 0; i < count; i++)
        {
            ended = BinaryPrimitives.ReadInt64LittleEndian(batch[(disposed + sizeof(int) + (i * sizeof(long)))..]) == handler ? i : ended;
        }

        var begun = ended < 0 ? [] : Begun(batch);
        return ended >= 0 && begun.Count == count ? begun[ended] : handler;
    }

    // Numbers of handlers that are put in another's place: of edits of attributes, component by component.
    private static List<long> Begun(ReadOnlySpan<byte> batch)
    {
        const int SetAttribute = 3;
        const int EditSize = 16;
        var found = new List<long>();
        var (components, frames) = (Number(batch, batch.Length - 20), Number(batch, batch.Length - 16) + sizeof(int));
        for (var i = 0; i < Number(batch, components); i++)
        {
            var edits = Number(batch, components + sizeof(int) + (i * sizeof(int)));
            for (var k = 0; k < Number(batch, edits + sizeof(int)); k++)
            {
                var edit = batch.Slice(edits + (2 * sizeof(int)) + (k * EditSize), EditSize);
                if (Number(edit, 0) == SetAttribute
                    && BinaryPrimitives.ReadInt64LittleEndian(batch[(frames + (Number(edit, 8) * FrameSize) + 12)..]) is > 0 and var handler)
                {
                    found.Add(handler);
                }
            }
        }

        return found;
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static string? Text(ReadOnlySpan<byte> batch, int index)
    {
        if (index < 0)
        {
            return null;
        }

        var at = Number(batch, Number(batch, batch.Length - 4) + (index * sizeof(int)));
        var (length, shift) = (0, 0);
        byte next;
        do
        {
            next = batch[at++];
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while (next > 0x7F);

        return Encoding.UTF8.GetString(batch.Slice(at, length));
    }
}
