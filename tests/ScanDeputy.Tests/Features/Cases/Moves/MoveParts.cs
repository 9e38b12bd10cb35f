using System.Text.Json.Nodes;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Cases.Forms;
using ScanDeputy.Tests.Conventions;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>The places in which a move must stand, all under its one name.</summary>
/// <param name="openApi">The description of the API.</param>
internal sealed class MoveParts(SourceTree source, JsonObject openApi)
{
    /// <summary>The places in which it is missing.</summary>
    public IReadOnlyList<string> MissingOf(Move move)
    {
        var parts = new List<(string Part, bool There)>
        {
            ("command", typeof(CaseCommand).Assembly.GetType($"{typeof(CaseCommand).Namespace}.{move}Command")?.IsSubclassOf(typeof(CaseCommand)) == true),
            ("domain file", IsInRoom("src/ScanDeputy.Domain/Cases/Moves", move)),
            ("table row", MoveTable.Rows.Any(row => row.Move == move)),
            ("name", NameOf(move) is not null),
            ("word", Terms.Find($"Move.{move}") is not null),
        };
        if (!MoveTable.Rows.Any(row => row.Move == move && row.By.All(party => party == Party.System)))
            parts.AddRange(OfPeople(move));
        return [.. parts.Where(part => !part.There).Select(part => part.Part)];
    }

    /// <summary>What a move of people has beside; the program's own moves are made by sweeps.</summary>
    private IEnumerable<(string Part, bool There)> OfPeople(Move move) =>
    [
        ("endpoint", MoveEndpoints.All.TryGetValue(move, out var type) && type.Name == move.ToString()),
        ("server file", IsInRoom("src/ScanDeputy.Server/Features/Cases/Moves", move)),
        ("operation", openApi["paths"]?[$"/api/v1/cases/{{id}}/{NameOf(move)}"]?["post"] is not null),
        ("form", CaseForms.Forms.Any(form => form.Move == move)),
        ("form's fields", File.Exists(source.PathOf($"src/ScanDeputy.Server/Pages/Cases/Moves/{CaseForms.RoomOf(move)}/_{move}.cshtml"))),
        ("what is said afterwards", Terms.Find($"Done.{move}") is not null),
    ];

    private bool IsInRoom(string folder, Move move) => Directory.EnumerateFiles(source.PathOf(folder), $"{move}.cs", SearchOption.AllDirectories).Any();

    private static string? NameOf(Move move)
    {
        try
        {
            return MoveNames.NameOf(move);
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }
}
