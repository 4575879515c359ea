using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using CsCheck;
using NodaTime;
using NodaTime.Testing;
using NSubstitute;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>Bodies at the door of the API and of Microsoft Forms: read, or refused with words that name a field.</summary>
public sealed class IntakeFuzzTests
{
    private const string Response = """
        {"responseId":"17","projectName":"Frailty","patientBenefit":"Home the same day.","measure":"Scored","unit":"%","baseline":"38","goal":"80","stage":"Start out",
         "nation":"Northern Ireland","leadName":"Priya Nair","leadEmail":"priya@harbour.example","clinicians":"Dr Bell, bell@harbour.example\nMr Ash <ash@harbour.example>"}
        """;

    private const int MostWords = 500;

    private static readonly string[] Marks =
    [
        "\"name\":", "\"clinicians\":[", "{},", "{\"name\":\"a\"},", "\"a\",", "null,", "0,", "{\"email\":\"a@b.example\"},", "\"facts\":[{}],", "\"2027-02-30\"", "\"25:00\"", "\"\\u0061\"",
        "\\n", "\\\\", "99999999999999999999", "0.0000000001", "\"professionalBodies\":[\"a\"],", "[{},",
    ];

    // The whole of a form, so that every field is met.
    private static readonly string Request = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "frailty-same-day.json"));

    private readonly IntakeService intake = new(
        Substitute.For<IEngagementStore>(), Substitute.For<IRequestQueue>(), new FakeClock(Instant.FromUtc(2027, 1, 11, 9, 0)), () => StableId.From("id"));

    private static Gen<byte[]> Bodies(string body) =>
        Gen.Frequency((3, Mutation.Of(EngagementRequestReader.MaxBytes, [body], Marks)), (4, JsonMutation.Of(EngagementRequestReader.MaxBytes, body)), (1, OddJson.Gen(body)));

    [Fact]
    public void Request_AnyBody_IsReadOrRefusedWithWords() => Fuzz.Run(
        Bodies(Request),
        400,
        body => EngagementRequestReader.Read(body) switch
        {
            ReadRequest.Read read => (Read: true, Errors: intake.Check(read.Request)),
            ReadRequest.Refused refused => (Read: false, Errors: [refused.Error]),
            _ => throw new System.Diagnostics.UnreachableException(),
        },
        (_, answer) => answer.Read ? Judged(answer.Errors) : Judged(answer.Errors) == "refused" ? "unreadable" : "",
        Fuzz.Shown, "begins", "refused", "unreadable");

    [Fact]
    public void Response_AnyBody_IsReadOrRefusedWithWords() => Fuzz.Run(
        Bodies(Response),
        400,
        body =>
        {
            var read = FormsResponseReader.Read(body);
            return read.Request is { } request ? [.. read.Errors, .. FormsResponseReader.OnForm(intake.Check(request), request)] : read.Errors;
        },
        (_, errors) => Judged(errors),
        Fuzz.Shown, "begins", "refused");

    // What was slow once, or came back as long as it was sent.
    [Theory]
    [InlineData("{\"x\":1,\"", "\u00ed\u00a0\u0080", "\":1}")]
    [InlineData("{\"", "x", "\":1}")]
    [InlineData("{\"", "x.", "\":1}")]
    [InlineData("{\"name\":\"", "\\u0061", "\"}")]
    [InlineData("{\"clinicians\":[", "{},", "{}]}")]
    [InlineData("{\"facts\":[", "{},", "{}]}")]
    [InlineData("{\"clinicians\":[{\"professionalBodies\":[", "\"a\",", "\"a\"]}]}")]
    [InlineData("{\"clinicians\":[", "{\"email\":\"a@b.example\"},", "{}]}")]
    [InlineData("{\"clinicians\":\"", "a <", "\"}")]
    public void Body_MadeToBeSlow_IsNotAndItsErrorsAreShort(string before, string often, string after)
    {
        // As Latin-1, so that a byte can stand here that begins no character.
        var body = Encoding.Latin1.GetBytes(before + string.Concat(Enumerable.Repeat(often, (EngagementRequestReader.MaxBytes - before.Length - after.Length) / often.Length)) + after);
        IReadOnlyList<FieldError> errors = [];
        Fuzz.ShouldNotHang(() => errors = EngagementRequestReader.Read(body) switch
        {
            ReadRequest.Read read => intake.Check(read.Request),
            ReadRequest.Refused refused => [refused.Error],
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        Judged(errors).ShouldBe("refused");
        Fuzz.ShouldNotHang(() => errors = FormsResponseReader.Read(body).Errors);
        Judged(errors).ShouldBe("refused");
    }

    // Words of a sentence each, and no more of them than an answer can carry.
    private static string Judged(IReadOnlyList<FieldError> errors)
    {
        errors.ShouldAllBe(e => e.Message.Length > 0 && e.Message.Length <= MostWords && e.Field.Length <= MostWords && e.Message.EndsWith('.'));
        return errors.Count == 0 ? "begins" : "refused";
    }
}
