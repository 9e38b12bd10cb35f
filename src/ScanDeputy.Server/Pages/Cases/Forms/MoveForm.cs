using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>What the small form of any move can post; each uses its own few fields.</summary>
public sealed class MoveForm : PhotoFields
{
    public string? Key { get; set; }

    public int? Version { get; set; }

    public string? Text { get; set; }

    public string? Note { get; set; }

    public string? Reason { get; set; }

    public string? Destination { get; set; }

    public string? SuggestionTitle { get; set; }

    public string? LeadAgencyId { get; set; }

    public List<string>? CoAgencyIds { get; set; }

    public List<string>? CoSignerIds { get; set; }

    public bool? Agreed { get; set; }

    public Outcome? Outcome { get; set; }

    public string? PublicText { get; set; }

    public string? InternalNote { get; set; }

    public DateOnly? PromisedOn { get; set; }

    public Grade? Grade { get; set; }

    public Grade? Handling { get; set; }

    public Grade? Result { get; set; }

    public ContactPhase? Phase { get; set; }

    public DateOnly? On { get; set; }

    public ContactWay? Way { get; set; }

    public ContactWith? With { get; set; }

    public string? Who { get; set; }

    /// <summary>The form had the deputy's marks for handling and result: both are to be given.</summary>
    public bool MarksAsked { get; set; }

    public string? DeputyId { get; set; }

    public string? StationId { get; set; }

    public string? IntoCaseId { get; set; }

    public string? ProposedAgencyId { get; set; }

    public DateOnly? Until { get; set; }

    public int? Days { get; set; }

    public bool? Granted { get; set; }

    public int? Level { get; set; }

    public DateOnly? AnswerBy { get; set; }

    /// <summary>The template to be put into the text.</summary>
    public string? TemplateId { get; set; }

    /// <summary>Only that; the move is not made.</summary>
    public bool ApplyTemplate { get; set; }
}

/// <summary>One move's form on a case's page: what was typed before, and what was wrong with it.</summary>
public sealed record MoveFormView(CaseView Case, string Move, MoveForm Typed, FormErrors Errors, MoveLists Lists)
{
    /// <summary>Texts that the office keeps for this move.</summary>
    public IReadOnlyList<ListCaseTemplates.Item> Templates { get; init; } = [];

    /// <summary>A promise was looked back at: the deputy says whether it was kept.</summary>
    public bool IsLookBack => Case.LookBack is { Open: true };

    public FieldView Field(string key, string label, string? value, int rows = 3, bool required = false, string? hint = null) =>
        new(Errors, key, key, label, value)
        {
            Rows = rows,
            Required = required,
            Hint = hint,
            Most = rows > 0 && CaseForms.Find(Move)?.Request is { } request ? WrittenRules.MostOf(request, key) : null,
        };

    public FieldView Day(string key, string label, DateOnly? value, bool required = false, string? hint = null) =>
        Field(key, label, value is { } on ? ChinaText.Iso(on) : null, 0, required, hint) with { Type = "date" };
}
