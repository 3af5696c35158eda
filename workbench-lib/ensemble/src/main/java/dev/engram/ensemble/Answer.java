package dev.engram.ensemble;

import static dev.engram.base.Markup.escape;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.engram.base.Rich;
import dev.engram.models.GenerationResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an assistant answered.
 *
 * @param answer the text
 * @param sources the passages it was shown, the most relevant first; none where nothing relevant
 *     was found
 * @param taskType what kind of task the classifier takes it for
 * @param confidence how sure the classifier is, 0 to 1
 * @param model id of the model
 * @param usage tokens of the request
 * @param note a remark for the reader, such as that nothing relevant was found; empty otherwise
 * @param prompt name and version of the prompt
 * @param contextTokens tokens the context took
 * @param finishReason why the answer ended
 * @param firstTokenMillis from the request to the first token
 * @param subtask the subtask whose prompt was used
 * @param codeBlocks the blocks of code in it, each with what its parser says
 * @param citations what it refers to, and whether that exists
 * @param checks how it stands against the contract of the subtask
 * @param streamed whether the text was shown while it was generated; then it is not shown again
 */
public record Answer(
        String answer,
        List<Source> sources,
        String taskType,
        double confidence,
        String model,
        GenerationResult.Usage usage,
        String note,
        String prompt,
        int contextTokens,
        GenerationResult.FinishReason finishReason,
        double firstTokenMillis,
        String subtask,
        List<CodeBlock> codeBlocks,
        List<Citation> citations,
        List<AnswerCheck> checks,
        @JsonIgnore boolean streamed)
        implements Rich {

    public Answer {
        sources = List.copyOf(sources);
        codeBlocks = List.copyOf(codeBlocks);
        citations = List.copyOf(citations);
        checks = List.copyOf(checks);
    }

    /** The same answer, marked as shown already or not. */
    public Answer withStreamed(boolean shown) {
        return new Answer(
                answer,
                sources,
                taskType,
                confidence,
                model,
                usage,
                note,
                prompt,
                contextTokens,
                finishReason,
                firstTokenMillis,
                subtask,
                codeBlocks,
                citations,
                checks,
                shown);
    }

    private String remarks() {
        StringBuilder remarks = new StringBuilder();
        if (!note.isEmpty()) {
            remarks.append("\n(").append(note).append(')');
        }
        if (finishReason == GenerationResult.FinishReason.LENGTH) {
            remarks.append("\n(cut at the token limit)");
        }
        for (AnswerCheck check : checks) {
            if (!check.ok()) {
                remarks.append("\n(check '").append(check.check()).append("': ");
                remarks.append(check.detail()).append(')');
            }
        }
        return remarks.toString();
    }

    private String footer() {
        StringBuilder text = new StringBuilder(remarks().strip());
        for (int i = 0; i < sources.size(); i++) {
            text.append("\n[").append(i + 1).append("] ").append(sources.get(i));
        }
        return text.append("\n").append(model).toString().strip();
    }

    @Override
    @JsonIgnore
    public Map<String, Object> mimeBundle() {
        StringBuilder html = new StringBuilder();
        if (!streamed) {
            html.append("<div style=\"white-space:pre-wrap\">");
            html.append(escape(answer)).append("</div>");
        }
        remarks()
                .lines()
                .filter(l -> !l.isBlank())
                .forEach(l -> html.append("<p><em>").append(escape(l)).append("</em></p>"));
        if (!sources.isEmpty()) {
            html.append("<ol>");
            for (Source source : sources) {
                html.append("<li><code>").append(escape(source.path())).append("</code> lines ");
                html.append(source.startLine()).append("–").append(source.endLine());
                html.append(escape(source.place()));
                html.append(" <small>").append(escape(source.engram())).append(", relevance ");
                html.append(String.format(Locale.ROOT, "%.2f", source.score()))
                        .append("</small></li>");
            }
            html.append("</ol>");
        }
        html.append("<p><small>")
                .append(escape(model))
                .append(" · ")
                .append(usage.promptTokens())
                .append(" tokens read, ")
                .append(usage.completionTokens())
                .append(" written</small></p>");
        return Map.of("text/html", html.toString());
    }

    @Override
    public String toString() {
        return streamed ? footer() : answer + "\n\n" + footer();
    }
}
