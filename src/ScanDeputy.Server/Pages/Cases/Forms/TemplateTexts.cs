using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>Puts a template into the text of a move's form. What was typed stays, above it.</summary>
public sealed class TemplateTexts(ListCaseTemplates.Handler templates)
{
    /// <returns>Null when it was put in.</returns>
    public async Task<Refusal?> PutAsync(CaseView view, Move move, MoveForm form, CurrentUser user, CancellationToken ct)
    {
        var all = (await templates.OfAsync(view, [move], user, form.PromisedOn, ct)).GetValueOrDefault(move) ?? [];
        if (all.FirstOrDefault(template => template.Id == form.TemplateId) is not { } chosen)
            return Refusal.OfField("templateId", ErrorTexts.Field("field_template"));

        var typed = TextOf(move, form)?.Trim() ?? "";
        SetText(move, form, typed.Length == 0 || typed == chosen.Text ? chosen.Text : $"{typed}\n\n{chosen.Text}");
        return null;
    }

    private static string? TextOf(Move move, MoveForm form) => move switch
    {
        Move.Reply => form.PublicText,
        Move.HandOver or Move.Assign => form.Note,
        Move.ReturnToDeputy or Move.Reject => form.Reason,
        _ => form.Text,
    };

    private static void SetText(Move move, MoveForm form, string text)
    {
        switch (move)
        {
            case Move.Reply:
                form.PublicText = text;
                break;
            case Move.HandOver or Move.Assign:
                form.Note = text;
                break;
            case Move.ReturnToDeputy or Move.Reject:
                form.Reason = text;
                break;
            default:
                form.Text = text;
                break;
        }
    }
}
