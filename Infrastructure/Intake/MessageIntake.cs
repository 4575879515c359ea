using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalEngagement.Domain.Intake;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>
/// Takes in what others put on the requests' queue: an engagement as the API takes it, or a response of Microsoft Forms. What cannot begin
/// an engagement is kept as a dead letter with what is wrong; nothing is dropped and nothing is tried for ever.
/// </summary>
public sealed class MessageIntake(IntakeService intake)
{
    private const string Queue = "queue";
    private const string Forms = "forms";

    /// <summary>Takes one message in; the same message twice begins one engagement.</summary>
    /// <exception cref="Exception">The store or the queue could not be reached: deliver the message again.</exception>
    public Task TakeInAsync(string message, CancellationToken cancellationToken) =>
        IsForms(message) ? TakeFormsInAsync(message, cancellationToken) : TakeRequestInAsync(message, cancellationToken);

    /// <summary>Takes a response of Microsoft Forms in; its number is its key.</summary>
    /// <returns>What came of it; errors name the questions of the form.</returns>
    public async Task<IntakeResult> ReceiveFormsAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var read = FormsResponseReader.Read(utf8.Span);
        if (read.Request is not { } request)
            return new IntakeResult.Invalid(read.Errors);
        var errors = read.Errors.Concat(FormsResponseReader.OnForm(intake.Check(request), request).Where(e => read.Errors.All(r => r.Field != e.Field))).ToArray();
        return errors.Length > 0
            ? new IntakeResult.Invalid(errors)
            : await intake.ReceiveAsync(request, Forms, read.ResponseId, cancellationToken);
    }

    /// <summary>What a kept body asks for, so far as it can be understood; null when it is neither an engagement nor a response.</summary>
    public static EngagementRequest? RequestOf(string body)
    {
        var utf8 = Encoding.UTF8.GetBytes(body);
        return IsForms(body) ? FormsResponseReader.Read(utf8).Request : EngagementRequestReader.Read(utf8) is ReadRequest.Read read ? read.Request : null;
    }

    /// <summary>Keeps a message that was delivered too often without being taken in; one whose request is stored goes on by itself.</summary>
    public async Task KeepAsync(string message, string error, CancellationToken cancellationToken)
    {
        var door = IsForms(message) ? Forms : Queue;
        var key = door == Forms ? FormsResponseReader.Read(Encoding.UTF8.GetBytes(message)).ResponseId : KeyOf(Encoding.UTF8.GetBytes(message));
        if (key is null || !await intake.HasAsync(door, key, cancellationToken))
            await intake.KeepAsync(message, door, [new FieldError("", error)], cancellationToken);
    }

    private async Task TakeFormsInAsync(string message, CancellationToken cancellationToken)
    {
        var result = await ReceiveFormsAsync(Encoding.UTF8.GetBytes(message), cancellationToken);
        await KeepRefusedAsync(message, Forms, result, "This response was passed on before with other answers. Change the project on its page instead.", cancellationToken);
    }

    private async Task TakeRequestInAsync(string message, CancellationToken cancellationToken)
    {
        var utf8 = Encoding.UTF8.GetBytes(message);
        var result = EngagementRequestReader.Read(utf8) switch
        {
            // A queue may deliver a message twice, and has no header for a key: the same text is the same request.
            ReadRequest.Read read => await intake.ReceiveAsync(read.Request, Queue, KeyOf(utf8), cancellationToken),
            ReadRequest.Refused refused => new IntakeResult.Invalid([refused.Error]),
            _ => throw new InvalidOperationException("A body is read or refused."),
        };
        await KeepRefusedAsync(message, Queue, result, "This request came before in another form.", cancellationToken);
    }

    private Task KeepRefusedAsync(string message, string door, IntakeResult result, string changed, CancellationToken cancellationToken) => result switch
    {
        IntakeResult.Invalid invalid => intake.KeepAsync(message, door, invalid.Errors, cancellationToken),
        IntakeResult.ChangedBody => intake.KeepAsync(message, door, [new FieldError("", changed)], cancellationToken),
        _ => Task.CompletedTask,
    };

    private static string KeyOf(byte[] utf8) => Convert.ToHexStringLower(SHA256.HashData(utf8));

    // By its mark alone, whatever else is wrong with it: what is wrong is then said in the words of the form.
    private static bool IsForms(string message)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(message));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read())
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals(FormsResponseReader.Mark))
                    return true;
            return false;
        }
        // The second is half a surrogate pair in a name.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
